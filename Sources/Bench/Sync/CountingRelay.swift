import Glibc
import Service
import Synchronization

/// Stands between a node and its hub and counts the bytes of both directions as they lie in the TCP stream, with TLS.
final class CountingRelay: Sendable {
    struct Count: Sendable, Encodable {
        /// From the node to the hub.
        var up = 0
        /// From the hub to the node.
        var down = 0
        var connections = 0

        var both: Int { up + down }

        static func - (later: Count, earlier: Count) -> Count {
            Count(
                up: later.up - earlier.up, down: later.down - earlier.down,
                connections: later.connections - earlier.connections)
        }
    }

    let port: Int
    private let listener: Int32
    private let counted = Mutex(Count())
    private static let bufferBytes = 64 << 10

    /// Listens on a free port of this machine and passes everything on to `hubPort`. Throws `Failure`.
    init(to hubPort: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                listener >= 0 && bind(listener, $0, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isOpen else { throw Failure(.osError, "No port for the relay: \(String(cString: strerror(errno)))") }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Self.start { [self] in accept(to: hubPort) }
    }

    /// What went through so far.
    var count: Count { counted.withLock { $0 } }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    private func accept(to hubPort: Int) {
        while true {
            let node = Glibc.accept(listener, nil, nil)
            guard node >= 0 else { return }
            let hub = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = Self.loopback(port: hubPort)
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(hub, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else {
                close(node)
                close(hub)
                continue
            }
            counted.withLock { $0.connections += 1 }
            Self.start { [self] in pass(from: node, to: hub) { $0.up += $1 } }
            Self.start { [self] in pass(from: hub, to: node) { $0.down += $1 } }
        }
    }

    /// Until one side ends; the descriptors stay open for the other direction, for as long as a measurement lasts.
    private func pass(from source: Int32, to target: Int32, add: (inout Count, Int) -> Void) {
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            // Counted first: whoever has the answer finds it counted.
            counted.withLock { add(&$0, count) }
            var sent = 0
            while sent < count {
                let step = buffer.withUnsafeBytes {
                    send(target, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard step > 0 else { return }
                sent += step
            }
        }
        shutdown(target, Int32(SHUT_WR))
    }

    private static func start(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        pthread_create(&thread, nil, { context in
            // The retained box that is passed below.
            Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
        pthread_detach(thread)
    }
}
