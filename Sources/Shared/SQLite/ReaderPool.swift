import CSQLite
import Dispatch
import Synchronization

/// A few connections that only read, each on a queue of its own; a waiting read goes to the first that is
/// free.
final class ReaderPool: Sendable {
    struct Job: Sendable {
        let perform: @Sendable (Connection) -> (any Error)?
        let refuse: @Sendable (any Error) -> Void
    }

    private struct State {
        var idle: [ConnectionSlot]
        var pending: [Job] = []
        var isClosed = false
    }

    private let path: String
    private let slots: [ConnectionSlot]
    private let state: Mutex<State>

    init(path: String, count: Int) {
        self.path = path
        slots = (0..<max(count, 1)).map {
            ConnectionSlot(path: path, mode: .readOnly, label: "sqlite.reader.\($0)")
        }
        state = Mutex(State(idle: slots))
    }

    func submit(_ job: Job) {
        let refusal = state.withLock { state -> SQLiteError? in
            if state.isClosed { return self.refusal(SQLITE_MISUSE, SQLiteError.closedMessage) }
            if state.pending.count >= DatabaseQueue.maximumPendingReads {
                return self.refusal(SQLITE_BUSY, "\(state.pending.count) reads are waiting")
            }
            state.pending.append(job)
            if let slot = state.idle.popLast() {
                slot.queue.async { self.runUntilEmpty(slot) }
            }
            return nil
        }
        if let refusal { job.refuse(refusal) }
    }

    /// Finishes what is waiting, then closes the connections.
    func close() async {
        state.withLock { $0.isClosed = true }
        for slot in slots {
            await withCheckedContinuation { continuation in
                // After the running jobs of this queue, which empty the list before they end.
                slot.queue.async {
                    slot.close()
                    continuation.resume()
                }
            }
        }
    }

    private func runUntilEmpty(_ slot: ConnectionSlot) {
        while let job = next(for: slot) {
            do {
                if let error = job.perform(try slot.connection()) { slot.discard(after: error) }
            } catch {
                job.refuse(error)
            }
        }
    }

    private func next(for slot: ConnectionSlot) -> Job? {
        state.withLock { state in
            if state.pending.isEmpty {
                state.idle.append(slot)
                return nil
            }
            return state.pending.removeFirst()
        }
    }

    private func refusal(_ code: Int32, _ message: String) -> SQLiteError {
        SQLiteError(extendedCode: code, message: message, operation: "read", sql: nil, path: path)
    }
}
