import CMicroHTTPD
import Synchronization

/// Where a streaming response writes: a bounded buffer between the producing Task and the socket.
package final class HTTPBodyWriter: Sendable {
    private struct State {
        var unsent: [UInt8] = []
        var sentBytes = 0
        var isFinished = false
        var isClosed = false
        var isReaderSuspended = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// `write` waits while this many bytes are unsent, so a slow client slows its producer only.
    static let maximumUnsentBytes = 1 << 20

    private let exchange: Exchange
    private let state = Mutex(State())

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }

    /// Throws `CancellationError` when the client has gone or the server stops.
    package func write(_ bytes: [UInt8]) async throws {
        await withTaskCancellationHandler {
            await waitForRoom()
        } onCancel: {
            close()
        }
        try Task.checkCancellation()
        try state.withLock {
            guard !$0.isClosed else { throw CancellationError() }
            $0.unsent += bytes
        }
        wakeReader()
    }

    package func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock {
                guard !$0.isClosed, $0.unsent.count - $0.sentBytes >= Self.maximumUnsentBytes else {
                    return false
                }
                $0.waiting.append(continuation)
                return true
            }
            if !mustWait { continuation.resume() }
        }
    }

    /// The producer is done: what is unsent is sent, then the body ends.
    func finish() {
        state.withLock { $0.isFinished = true }
        wakeReader()
    }

    /// The body ends here, incomplete; the client sees a broken transfer.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
        wakeReader()
    }

    private func wakeReader() {
        let wasSuspended = state.withLock { state in
            defer { state.isReaderSuspended = false }
            return state.isReaderSuspended
        }
        if wasSuspended { exchange.resume() }
    }

    /// Called by libmicrohttpd's thread for the next bytes. Suspends the connection when there are none.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        var woken: [CheckedContinuation<Void, Never>] = []
        let result = state.withLock { state in
            if state.isClosed { return CMicroHTTPD_end_with_error }
            let count = min(target.count, state.unsent.count - state.sentBytes)
            guard count > 0 else {
                if state.isFinished { return CMicroHTTPD_end_of_stream }
                guard exchange.suspend() else { return CMicroHTTPD_end_with_error }
                state.isReaderSuspended = true
                return 0
            }
            target.copyBytes(from: state.unsent[state.sentBytes..<state.sentBytes + count])
            state.sentBytes += count
            if state.sentBytes == state.unsent.count {
                state.unsent.removeAll(keepingCapacity: true)
                state.sentBytes = 0
            }
            if state.unsent.count - state.sentBytes < Self.maximumUnsentBytes {
                woken = state.waiting
                state.waiting = []
            }
            return count
        }
        for continuation in woken { continuation.resume() }
        return result
    }
}
