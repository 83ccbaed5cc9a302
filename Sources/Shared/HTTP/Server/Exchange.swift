import CMicroHTTPD
import Synchronization

/// One request and its response. libmicrohttpd's thread feeds it; while the handler's Task works the
/// connection is suspended, so that no thread waits.
///
/// Lock order: `HTTPBodyWriter`, then `Exchange`, then `DisconnectWatcher`.
final class Exchange: Sendable {
    private enum Step {
        case receiving
        case working
        case answered(HTTPResponse)
        case sending
        case completed
    }

    private struct State {
        var step = Step.receiving
        var body: [UInt8] = []
        /// Of the server's room for bodies; given back when the exchange is completed.
        var reservedBytes = 0
        /// Why the rest of the body is read only to be discarded.
        var refusal: HTTPError?
        var discardedBytes = 0
        /// The watcher's token while the connection is suspended.
        var suspension: UInt64?
        var isAborted = false
        var isCancelled = false
        var task: Task<Void, Never>?
        var writer: HTTPBodyWriter?
    }

    /// A body that is refused is still read, without being kept, so that the client can be told why; after this many
    /// more bytes the connection is cut.
    private static let maximumDiscardedBytes = 4 << 20
    /// Room reserved for a body before its bytes arrive; a declared length is only a claim.
    private static let reservedBodyBytes = 64 << 10

    let head: RequestHead
    let core: ServerCore
    let connection: ConnectionHandle
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    init(_ connection: ConnectionHandle, head: RequestHead, core: ServerCore) {
        self.connection = connection
        self.head = head
        self.core = core
    }

    // MARK: Called by libmicrohttpd's thread

    /// The head is here. What is refused by its head is answered at once where the client waits for that, or would send
    /// too much; else its body is read without being kept, since an answer that comes before the end of a body is lost
    /// to clients that are still sending: the closed connection is reset.
    func begin() -> MHD_Result {
        guard core.add(self) else { return .NO }
        guard case .failure(let error) = head.outcome else { return .YES }
        let isDiscarded = (1...Self.maximumDiscardedBytes).contains(head.declaredBodyBytes) && !head.awaitsContinue
        guard isDiscarded else { return work() }
        state.withLock { $0.refusal = error }
        return .YES
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        let isLate = ContinuousClock.now - started > .seconds(core.configuration.requestTimeoutSeconds)
        return state.withLock {
            guard !$0.isAborted, !isLate else { return .NO }
            if $0.body.isEmpty {
                $0.body.reserveCapacity(min(head.declaredBodyBytes, Self.reservedBodyBytes))
            }
            if $0.refusal == nil {
                $0.refusal = room(for: bytes.count, after: $0.body.count)
            }
            guard $0.refusal != nil else {
                $0.reservedBytes += bytes.count
                $0.body.append(contentsOf: bytes)
                return .YES
            }
            $0.body = []
            $0.discardedBytes += bytes.count
            return $0.discardedBytes <= Self.maximumDiscardedBytes ? .YES : .NO
        }
    }

    /// Reserves room in the server, or says why there is none.
    private func room(for bytes: Int, after received: Int) -> HTTPError? {
        if received + bytes > head.options.maximumBodyBytes { return RequestHead.tooLarge(head.options) }
        if core.reserve(bytes) { return nil }
        return HTTPError(
            503, "busy", "The server is receiving too much at once.", hint: "Try again soon.",
            headers: ["Retry-After": "1"])
    }

    /// The body is complete, or the connection was resumed.
    func proceed() -> MHD_Result {
        let (step, isAborted) = state.withLock { ($0.step, $0.isAborted) }
        if isAborted { return .NO }
        switch step {
        case .receiving: return work()
        case .answered(let response): return send(response)
        case .working, .sending, .completed: return .YES
        }
    }

    /// libmicrohttpd has finished with this request, sent or not; the connection may be gone.
    func completed() {
        let (task, writer, reserved) = state.withLock {
            $0.step = .completed
            $0.isCancelled = true
            return ($0.task, $0.writer, $0.reservedBytes)
        }
        core.release(reserved)
        task?.cancel()
        writer?.close()
        core.remove(self)
    }

    private func work() -> MHD_Result {
        let (body, refusal) = state.withLock {
            $0.step = .working
            let body = $0.body
            $0.body = []
            return (body, $0.refusal)
        }
        guard suspend() else { return .NO }
        let outcome = refusal.map { .failure($0) } ?? head.outcome
        var request = head.request
        request.body = body
        run { [request] in
            let response = await self.core.responder.response(to: request, outcome)
            self.state.withLock { $0.step = .answered(response) }
            self.resume()
        }
        return .YES
    }

    private func send(_ response: HTTPResponse) -> MHD_Result {
        state.withLock { $0.step = .sending }
        if case .stream(let produce) = response.body, head.request.method != .head {
            let writer = HTTPBodyWriter(self)
            state.withLock { $0.writer = writer }
            let result = connection.queue(response, writer: writer)
            run {
                do {
                    try await produce(writer)
                    writer.finish()
                } catch {
                    writer.close()
                    if !(error is CancellationError) { self.core.responder.onError(error, self.head.request) }
                }
            }
            return result
        }
        return connection.queue(response, writer: nil)
    }

    private func run(_ work: @escaping @Sendable () async -> Void) {
        let task = Task { await work() }
        let isCancelled = state.withLock {
            $0.task = task
            return $0.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    // MARK: Called by any thread

    /// Only from libmicrohttpd's callbacks. False when the exchange was aborted: then end it.
    func suspend() -> Bool {
        state.withLock {
            guard !$0.isAborted else { return false }
            connection.suspend()
            // Weak: `completed` ends the exchange, not the watcher.
            $0.suspension = core.watcher.watch(connection.socket) { [weak self] in self?.cancel() }
            return true
        }
    }

    func resume() {
        state.withLock {
            guard let token = $0.suspension else { return }
            $0.suspension = nil
            core.watcher.forget(connection.socket, token)
            connection.resume()
        }
    }

    /// The client has gone or the server stops: the handler is asked to end.
    func cancel() {
        let task = state.withLock {
            $0.isCancelled = true
            return $0.task
        }
        task?.cancel()
    }

    /// Ends the connection without waiting for the handler.
    func abort() {
        cancel()
        state.withLock { $0.isAborted = true }
        resume()
    }
}
