import Dispatch
import Glibc

/// A plain TCP connection to a server on the loopback, for requests that no well-behaved client sends.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Reads give up after this time, so that no test hangs.
    private static let timeoutSeconds = 10

    init(port: Int) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: Self.timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        // connect takes any family's address by the type of their common head.
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(code == 0, "connect failed")
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    /// Stops silently when the server closes meanwhile.
    func send(_ bytes: [UInt8]) async {
        await apart { self.sendAll(bytes) }
    }

    /// All that arrives until the server closes, or until `end` has been seen.
    func read(until end: String? = nil) async -> String {
        await apart { self.readAll(until: end) }
    }

    /// Off Swift's pool: a blocked thread of it could be the one that a handler needs.
    private func apart<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    private func sendAll(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func readAll(until end: String?) -> String {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            all += chunk[..<count]
            if let end, String(decoding: all, as: UTF8.self).contains(end) { break }
        }
        return String(decoding: all, as: UTF8.self)
    }
}
