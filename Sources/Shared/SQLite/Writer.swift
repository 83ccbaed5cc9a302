import CSQLite
import Dispatch
import Synchronization

/// The one connection that writes. Writes that wait while another commit reaches the disk are put into one
/// transaction,
/// so that they share the next commit (group commit): the disk is asked once per group, not once per caller.
final class Writer: Sendable {
    private struct State {
        var pending: [WriteJob] = []
        var isRunning = false
        var isClosed = false
    }

    private let path: String
    private let slot: ConnectionSlot
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
        slot = ConnectionSlot(path: path, mode: .readWrite, label: "sqlite.writer")
    }

    /// Opens the database and runs `body` at once, before anybody else is let in.
    func open(_ body: (Connection) throws -> Void) throws {
        try slot.queue.sync { try body(slot.connection()) }
    }

    func submit(_ job: WriteJob) {
        let refusal = state.withLock { state -> SQLiteError? in
            if state.isClosed { return self.refusal(SQLITE_MISUSE, SQLiteError.closedMessage) }
            if state.pending.count >= DatabaseQueue.maximumPendingWrites {
                return self.refusal(SQLITE_BUSY, "\(state.pending.count) writes are waiting")
            }
            state.pending.append(job)
            if !state.isRunning {
                state.isRunning = true
                slot.queue.async { self.runUntilEmpty() }
            }
            return nil
        }
        if let refusal { job.refuse(refusal) }
    }

    /// Runs `body` between groups, outside any transaction.
    func runAlone<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        then tell: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        slot.queue.async {
            guard !self.state.withLock({ $0.isClosed }) else {
                return tell(.failure(self.refusal(SQLITE_MISUSE, SQLiteError.closedMessage)))
            }
            do {
                tell(.success(try body(try self.slot.connection())))
            } catch {
                self.slot.discard(after: error)
                tell(.failure(error))
            }
        }
    }

    /// Finishes what is waiting, then closes the connection.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            slot.queue.async {
                self.runUntilEmpty()
                self.slot.close()
                continuation.resume()
            }
        }
    }

    private func runUntilEmpty() {
        while true {
            let group = state.withLock { state -> [WriteJob] in
                let group = Array(state.pending.prefix(DatabaseQueue.maximumGroupSize))
                state.pending.removeFirst(group.count)
                if group.isEmpty { state.isRunning = false }
                return group
            }
            if group.isEmpty { return }
            var rest = group[...]
            while !rest.isEmpty { rest = runGroup(rest) }
        }
    }

    /// Runs the jobs in one transaction. Returns those that did not come to their turn, because a job before
    /// them made
    /// SQLite roll back everything.
    private func runGroup(_ jobs: ArraySlice<WriteJob>) -> ArraySlice<WriteJob> {
        let connection: Connection
        do {
            connection = try slot.connection()
            try connection.execute("BEGIN IMMEDIATE")
        } catch {
            slot.discard(after: error)
            jobs.forEach { $0.refuse(error) }
            return []
        }
        var outcomes: [WriteJob.Outcome] = []
        for (index, job) in zip(jobs.indices, jobs) {
            let outcome = job.perform(connection)
            outcomes.append(outcome)
            guard connection.isInTransaction else {
                let error =
                    outcome.bodyError ?? refusal(SQLITE_ABORT, "a write ended its group's transaction")
                slot.discard(after: error)
                outcomes.forEach { $0.tell(error) }
                return jobs[(index + 1)...]
            }
        }
        finish(outcomes, on: connection)
        return []
    }

    private func finish(_ outcomes: [WriteJob.Outcome], on connection: Connection) {
        do {
            try connection.execute("COMMIT")
            outcomes.forEach { $0.tell(nil) }
        } catch {
            connection.rollBack()
            slot.discard(after: error)
            outcomes.forEach { $0.tell(error) }
        }
    }

    private func refusal(_ code: Int32, _ message: String) -> SQLiteError {
        SQLiteError(extendedCode: code, message: message, operation: "write to", sql: nil, path: path)
    }
}
