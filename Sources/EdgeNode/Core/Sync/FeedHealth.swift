import Replication
import Service
import Synchronization

/// What is wrong with what the hub hands out, for the log and the node's status. Each problem is said when it begins,
/// now and then while it lasts, and once when it is over.
package final class FeedHealth: Sendable {
    private struct State {
        var problem: String?
        var skipped: Set<String> = []
        var snapshots = 0
        var mismatches = 0
    }

    private let state = Mutex(State())
    private let problems: RepeatedErrorLog
    private let log: Log

    /// How often a problem that lasts is mentioned again, in seconds.
    private static let repeatSeconds = 600.0
    /// Kinds that are told apart in the log; more are passed over in silence.
    private static let kindsShown = 32

    package init(log: Log) {
        self.log = log
        problems = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
    }

    /// Why the node does not follow the hub's feed; nil when it does.
    package var problem: String? { state.withLock { $0.problem } }
    /// How often the node's samples did not add up to the hub's checkpoint.
    package var mismatches: Int { state.withLock { $0.mismatches } }
    /// Snapshots that were applied.
    package var snapshots: Int { state.withLock { $0.snapshots } }

    func met(_ problem: FeedProblem) {
        if case .skipped(let kind) = problem {
            let isNew = state.withLock { $0.skipped.count < Self.kindsShown && $0.skipped.insert(kind).inserted }
            if isNew { log.warning("The hub's feed has entries that this release passes over.", ["kind": kind]) }
            return
        }
        state.withLock { state in
            state.problem = problem.description
            if case .mismatch = problem { state.mismatches += 1 }
        }
        problems.failed("The node does not follow the hub's feed.", HubTrouble(description: problem.description))
    }

    func snapshotFailed(_ why: String) {
        state.withLock { $0.problem = $0.problem ?? why }
        problems.failed("A snapshot could not be fetched.", HubTrouble(description: why))
    }

    func applied(_ manifest: SnapshotManifest) {
        state.withLock { $0.snapshots += 1 }
        log.info("Snapshot applied.", ["snapshot.version": manifest.version, "snapshot.chunks": manifest.chunks.count])
    }

    /// Everything adds up.
    func verified() {
        let had = state.withLock { state in
            defer { state.problem = nil }
            return state.problem != nil
        }
        if had { problems.recovered("The node follows the hub's feed again.") }
    }
}
