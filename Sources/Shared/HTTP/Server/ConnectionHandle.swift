import CMicroHTTPD
import Glibc

/// libmicrohttpd's connection, as far as this module asks it.
///
/// Sendable by this invariant: the pointer is valid until libmicrohttpd reports the request as
/// completed (after which `Exchange` no longer uses it), and only `resume` is called from other
/// threads, which libmicrohttpd allows.
struct ConnectionHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Names the connection among those that are open.
    var key: UInt { UInt(bitPattern: pointer) }

    var socket: Int32 { CMicroHTTPD_socket(pointer) }

    func suspend() { MHD_suspend_connection(pointer) }

    func resume() { MHD_resume_connection(pointer) }

    /// Header fields in the order received, or the query's names and values, still percent-encoded; nil for a name of
    /// the query without an equals sign.
    func values(_ kind: MHD_ValueKind) -> [(name: String, value: String?)] {
        var pairs: [(name: String, value: String?)] = []
        withUnsafeMutablePointer(to: &pairs) { list in
            // The callback runs before MHD_get_connection_values returns, so `list` is still valid.
            _ = MHD_get_connection_values(
                pointer, kind,
                { list, _, name, value in
                    let list = list!.assumingMemoryBound(to: [(name: String, value: String?)].self)
                    list.pointee.append((text(name), value.map { text($0) }))
                    return .YES
                }, list)
        }
        return pairs
    }

    /// The peer's numeric address.
    var remoteAddress: String {
        guard let address = CMicroHTTPD_client_address(pointer) else { return "" }
        let isIPv6 = Int32(address.pointee.sa_family) == AF_INET6
        let length = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            address, socklen_t(length), &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return "" }
        return text(name)
    }
}

/// A C string as text; bytes that are not UTF-8 become U+FFFD.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
}
