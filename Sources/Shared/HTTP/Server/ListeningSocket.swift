import Glibc

/// A listening TCP socket. Ours rather than libmicrohttpd's, since that one does not say why an
/// address cannot be had.
struct ListeningSocket {
    /// Connections that wait to be accepted; Linux cuts this to net.core.somaxconn.
    private static let backlog: Int32 = 4096

    let descriptor: Int32
    let port: Int

    init(host: String, port: Int) throws(HTTPServerError) {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        guard (0...65535).contains(port) else {
            throw HTTPServerError(.badAddress, "\(place) is no address: ports end at 65535.")
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let first = list?.pointee else {
            let text = String(cString: gai_strerror(code))
            throw HTTPServerError(
                .badAddress, "\(host) is no address of this machine (\(text)). Use 0.0.0.0 for all.")
        }
        defer { freeaddrinfo(list) }
        let kind = first.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(first.ai_family, kind, first.ai_protocol)
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard descriptor >= 0,
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, size) == 0,
            bind(descriptor, first.ai_addr, first.ai_addrlen) == 0,
            listen(descriptor, Self.backlog) == 0
        else {
            let error = Self.failure(errno, place)
            if descriptor >= 0 { close(descriptor) }
            throw error
        }
        self.port = Self.boundPort(of: descriptor)
    }

    private static func failure(_ code: Int32, _ place: String) -> HTTPServerError {
        switch code {
        case EADDRINUSE:
            HTTPServerError(
                .addressInUse,
                "\(place) is in use by another program. Stop it, or choose another port (0: any free one).")
        case EACCES:
            HTTPServerError(
                .notPermitted, "\(place) needs more rights. Ports below 1024 are reserved; use a higher one.")
        case EADDRNOTAVAIL:
            HTTPServerError(.badAddress, "\(place) is no address of this machine. Use 0.0.0.0 for all.")
        default:
            HTTPServerError(.other, "\(place) cannot be listened on: \(String(cString: strerror(code))).")
        }
    }

    private static func boundPort(of descriptor: Int32) -> Int {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // The kernel fills a sockaddr of the socket's family; storage has room for any of them.
        return withUnsafeMutablePointer(to: &address) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(descriptor, $0, &length)
            }
            // sin_port and sin6_port have the same place.
            return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }
}
