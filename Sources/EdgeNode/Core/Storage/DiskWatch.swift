import Service
import SQLite
import Synchronization

/// Writes again and again while the disk is full or fails: nothing that was seen is given up, and the log and
/// `outbox status` say what is wrong.
package final class DiskWatch: Sendable {
    private let log: RepeatedErrorLog
    private let current = Mutex<String?>(nil)

    /// First wait, in milliseconds; doubles up to `EdgeLimits.recordingRetryMilliseconds`.
    private static let firstWait: Int64 = 200

    package init(log: Log) {
        self.log = RepeatedErrorLog(log: log)
    }

    /// What is wrong with the disk, if something is.
    package var problem: String? { current.withLock { $0 } }

    /// Does `body` until it succeeds. Throws what waiting cannot cure, and `CancellationError`.
    package func untilDone<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        var wait = Self.firstWait
        while true {
            do {
                let result = try await body()
                current.withLock { $0 = nil }
                log.recovered("The node can write to its disk again.")
                return result
            } catch let error as SQLiteError where error.isFull || error.isInputOutput || error.isBusy {
                current.withLock { $0 = error.description }
                log.failed("The node cannot write to its disk; it tries again and forgets nothing meanwhile.", error)
            }
            try await Task.sleep(for: .milliseconds(wait))
            wait = min(2 * wait, EdgeLimits.recordingRetryMilliseconds)
        }
    }
}
