#if ROLLCALL_DEFECTS
    import Glibc
#endif

/// A deliberate defect. Built in only with ROLLCALL_DEFECTS, for showing that simulator and tests would notice it;
/// elsewhere none is ever active.
package enum Defect: String, CaseIterable, Sendable {
    /// The disk says that it has synced and has not.
    case syncSkipped = "sync-skipped"
    /// The hub answers although its commit failed.
    case acknowledgedBeforeCommit = "acknowledged-before-commit"
    /// A node shows an event as recorded before its commit.
    case recordedBeforeCommit = "recorded-before-commit"
    /// Old nonces and followed processes are let in.
    case nonceUnchecked = "nonce-unchecked"
    /// A request that was sent before another one which has arrived is taken like any other.
    case lateTaken = "late-taken"
    /// A batch is taken although its last line is cut off.
    case partTaken = "part-taken"
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
    /// A node with nothing to send says nothing.
    case silentWhenIdle = "silent-when-idle"
    /// Operations are sent in the order of the node's wall clock.
    case wallClockOrder = "wall-clock-order"
    /// What was seen outranks what a human said.
    case automaticOverCorrection = "automatic-over-correction"
    /// A revoked node is taken at its word.
    case revokedAccepted = "revoked-accepted"
    /// One operation that is not valid refuses its batch.
    case poisonBlocks = "poison-blocks"
    /// A gap that nobody can fill any more is not listed.
    case gapUntold = "gap-untold"
    /// Everybody waits equally long.
    case jitterForgotten = "jitter-forgotten"
    /// Computers that start together turn to the hub together.
    case firstContactAtOnce = "first-contact-at-once"
    /// A node sends what lies on its disk, whatever it wrote.
    case rotUnnoticed = "rot-unnoticed"
    /// Clocks are thought to run equally fast.
    case driftForgotten = "drift-forgotten"
    /// An offset is believed although the hub's clock was set since.
    case settingUnnoticed = "setting-unnoticed"
    /// The reserve ages by the hub's clock alone.
    case reserveByHubClock = "reserve-by-hub-clock"
    /// What cannot be read is kept, also where it names who was erased.
    case unreadableKept = "unreadable-kept"
    /// An operation that cannot be read stops a new lineage.
    case unreadableStopsLineage = "unreadable-stops-lineage"
    /// A node takes back by the feed whom it erased.
    case erasedTakenBack = "erased-taken-back"
    /// Faces are taken whatever consent is in force.
    case consentUnchecked = "consent-unchecked"
    /// A hub that lost data hands out people before it was told who was erased.
    case servedWhileRecovering = "served-while-recovering"

    #if ROLLCALL_DEFECTS
        package static let areBuiltIn = true
        /// Of a whole process: the name of the defect that it has.
        private static let variable = "ROLLCALL_DEFECT"
        // Set before a campaign begins, read by its tasks afterwards.
        nonisolated(unsafe) private static var active = getenv(variable).flatMap {
            Defect(rawValue: String(cString: $0))
        }

        package static func activate(_ defect: Defect?) { active = defect }

        package var isActive: Bool { Defect.active == self }
    #else
        package static let areBuiltIn = false

        package static func activate(_ defect: Defect?) {}

        package var isActive: Bool { false }
    #endif
}
