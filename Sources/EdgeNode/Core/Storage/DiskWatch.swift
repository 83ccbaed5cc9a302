import Service
import SQLite
import Synchronization

/// Writes again and again while the disk is full or fails: nothing that was seen is given up, and the log and
/// `outbox status` say what is wrong. A full disk is first given the ballast's room.
package final class DiskWatch: Sendable {
    private struct State {
        var problem: String?
        var policy = DiskPolicy()
    }

    private let log: Log
    private let repeated: RepeatedErrorLog
    private let ballast: Ballast?
    private let state = Mutex(State())

    /// First wait, in milliseconds; doubles up to `EdgeLimits.recordingRetryMilliseconds`.
    private static let firstWait: Int64 = 200

    package init(log: Log, ballast: Ballast? = nil) {
        self.log = log
        self.ballast = ballast
        repeated = RepeatedErrorLog(log: log)
    }

    /// What is wrong with the disk, if something is.
    package var problem: String? { state.withLock { $0.problem ?? $0.policy.words } }
    package var policy: DiskPolicy { state.withLock { $0.policy } }

    /// Does `body` until it succeeds. Throws what waiting cannot cure, and `CancellationError`.
    package func untilDone<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        var wait = Self.firstWait
        while true {
            do {
                let result = try await body()
                state.withLock { $0.problem = nil }
                repeated.recovered("The node can write to its disk again.")
                return result
            } catch let error as SQLiteError where error.isFull || error.isInputOutput || error.isBusy {
                state.withLock { $0.problem = error.description }
                repeated.failed(
                    "The node cannot write to its disk; it tries again and forgets nothing meanwhile.", error)
                if !error.isBusy, giveWay() { continue }
            }
            try await Task.sleep(for: .milliseconds(wait))
            wait = min(2 * wait, EdgeLimits.recordingRetryMilliseconds)
        }
    }

    /// Removes the ballast where nearly nothing is free. False where that changes nothing.
    package func giveWay() -> Bool {
        guard let ballast, let free = try? Folder.freeBytes(ballast.folder), free < EdgeLimits.fullBytes,
            ballast.drop()
        else { return false }
        state.withLock { $0.policy.gaveBallast() }
        log.error(
            "The disk is full. The node has given up its reserve and records in its place; make room on the disk.",
            ["bytes": ballast.bytes])
        return true
    }

    /// Looks at the disk, and takes the ballast's room again where there is enough.
    package func look() {
        guard let ballast, let space = try? Folder.space(ballast.folder) else { return }
        let before = policy
        let (after, mayMake) = state.withLock { state in
            let mayMake = state.policy.look(
                DiskPolicy.Space(total: space.total, free: space.free), ballast: (ballast.isThere, ballast.bytes))
            return (state.policy, mayMake)
        }
        if after.isTight, !before.isTight {
            log.warning("The disk is nearly full; what the hub has is kept for a day only.", ["free.bytes": space.free])
        }
        guard mayMake else { return }
        do {
            try ballast.make()
            state.withLock { _ = $0.policy.look(.init(total: space.total, free: space.free), ballast: (true, 0)) }
            if before.isSpent { log.info("There is room on the disk again, and a reserve for when it is full.") }
        } catch {
            log.warning("The reserve for a full disk could not be made.", ["error": error.description])
        }
    }

    /// Whether a file that can be done without, of so many bytes, may be written now.
    package func admitsFile(bytes: Int64) -> Bool {
        guard let ballast, let free = try? Folder.freeBytes(ballast.folder) else { return true }
        return policy.admitsFile(bytes: bytes, free: free)
    }
}
