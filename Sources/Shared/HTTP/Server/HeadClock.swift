import Glibc
import Synchronization

/// Cuts connections on which no request head gets complete. libmicrohttpd's idle timeout begins anew
/// with each byte, and it does not tell of a head before its end: a client that sends a byte now and
/// then would hold a connection for days ("slowloris").
final class HeadClock: Sendable {
    private struct Connection {
        let socket: Int32
        /// Nil while a request is being handled.
        var waitsSince: ContinuousClock.Instant?
    }

    private let limit: Duration
    /// By libmicrohttpd's connection, from its opening until just before its socket is closed.
    private let connections = Mutex<[UInt: Connection]>([:])

    init(limit: Duration) {
        self.limit = limit
    }

    func opened(_ connection: ConnectionHandle) {
        let entry = Connection(socket: connection.socket, waitsSince: .now)
        connections.withLock { $0[connection.key] = entry }
    }

    func closed(_ connection: ConnectionHandle) {
        connections.withLock { _ = $0.removeValue(forKey: connection.key) }
    }

    func requestBegan(_ connection: ConnectionHandle) {
        connections.withLock { $0[connection.key]?.waitsSince = nil }
    }

    func requestEnded(_ connection: ConnectionHandle) {
        connections.withLock { $0[connection.key]?.waitsSince = .now }
    }

    /// To be called about once a second.
    func cutLateHeads() {
        let latest = ContinuousClock.now - limit
        // Under the lock a socket cannot be closed and its number given to another.
        connections.withLock {
            for connection in $0.values {
                if let since = connection.waitsSince, since < latest {
                    shutdown(connection.socket, Int32(SHUT_RDWR))
                }
            }
        }
    }
}
