import Synchronization

/// What all connections of one server share.
final class ServerCore: Sendable {
    private struct State {
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var isClosed = false
        var bufferedBytes = 0
    }

    let configuration: HTTPServer.Configuration
    let responder: Responder
    let watcher = DisconnectWatcher()
    let headClock: HeadClock
    private let state = Mutex(State())

    init(configuration: HTTPServer.Configuration, responder: Responder) {
        self.configuration = configuration
        self.responder = responder
        headClock = HeadClock(
            limit: .seconds(configuration.idleTimeoutSeconds + configuration.requestTimeoutSeconds))
    }

    /// False once the server no longer takes requests.
    func add(_ exchange: Exchange) -> Bool {
        state.withLock {
            guard !$0.isClosed else { return false }
            $0.exchanges[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    /// Room for a piece of a body; false when all bodies together would take too much.
    func reserve(_ bytes: Int) -> Bool {
        state.withLock {
            guard $0.bufferedBytes + bytes <= configuration.maximumBufferedBytes else { return false }
            $0.bufferedBytes += bytes
            return true
        }
    }

    func release(_ bytes: Int) {
        state.withLock { $0.bufferedBytes -= bytes }
    }

    func remove(_ exchange: Exchange) {
        state.withLock { _ = $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Requests that are being read, handled or answered.
    var exchanges: [Exchange] {
        state.withLock { Array($0.exchanges.values) }
    }
}
