/// A deliberate defect. Built in only with ROLLCALL_DEFECTS, for showing that the simulator would notice it; elsewhere
/// none is ever active.
package enum Defect: String, CaseIterable, Sendable {
    /// The disk says that it has synced and has not.
    case syncSkipped = "sync-skipped"
    /// The hub answers although its commit failed.
    case acknowledgedBeforeCommit = "acknowledged-before-commit"
    /// A node shows an event as recorded before its commit.
    case recordedBeforeCommit = "recorded-before-commit"
    /// Old nonces and followed processes are let in.
    case nonceUnchecked = "nonce-unchecked"
    /// Histories are not compared.
    case chainUnchecked = "chain-unchecked"
    /// A node that is told of a copy goes on as before.
    case forkIgnored = "fork-ignored"
    /// What the hub acknowledged is removed at once.
    case reserveForgotten = "reserve-forgotten"
    /// The hub does not see from what nodes tell that it was copied back.
    case lossUnnoticed = "loss-unnoticed"
    /// The hub goes on behind a gap as if nothing were missing.
    case gapSwallowed = "gap-swallowed"
    /// The hub's clock is measured against the node's wall clock.
    case offsetFromWallClock = "offset-from-wall-clock"
    /// The time that a request is on its way is forgotten.
    case transitForgotten = "transit-forgotten"
    /// An event that came under another lineage counts as another event.
    case identityForgotten = "identity-forgotten"
    /// A new lineage has only what was not acknowledged.
    case onlyPendingAfterFork = "only-pending-after-fork"
    /// The ledger forgets whom every node has confirmed.
    case tombstonesCollected = "tombstones-collected"
    /// What is deleted stays in the write-ahead log.
    case logKept = "log-kept"
    /// Operations that come again are not looked at for who was erased.
    case discardUntold = "discard-untold"
    /// A node that does not know who was erased leaves its outbox as it is.
    case resendForgotten = "resend-forgotten"
    /// A gallery is made of samples of every model.
    case modelsMixed = "models-mixed"
    /// A node takes what it holds for right.
    case checkpointIgnored = "checkpoint-ignored"
    /// A snapshot of an earlier time is taken, too.
    case rollbackAccepted = "rollback-accepted"
    /// Removals are dropped from the feed though somebody has still to hear of them.
    case horizonForgotten = "horizon-forgotten"
    /// A node with nothing to send says nothing.
    case silentWhenIdle = "silent-when-idle"

    #if ROLLCALL_DEFECTS
        package static let areBuiltIn = true
        // Set before a campaign begins, read by its tasks afterwards.
        nonisolated(unsafe) private static var active: Defect?

        package static func activate(_ defect: Defect?) { active = defect }

        package var isActive: Bool { Defect.active == self }
    #else
        package static let areBuiltIn = false

        package static func activate(_ defect: Defect?) {}

        package var isActive: Bool { false }
    #endif
}
