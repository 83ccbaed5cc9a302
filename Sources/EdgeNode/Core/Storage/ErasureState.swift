import Attendance
import Defects
import SQLite

/// How far the hub's erasures are applied here.
package struct ErasureState: Sendable, Equatable {
    /// The life of the hub whose ledger `position` is in; nil before the first contact.
    package let incarnation: Incarnation?
    package let position: Int64
    /// The erasure there; nil before the first, and where an earlier release applied it.
    package let latest: ErasureID?
    /// Somebody was erased here whom nobody knows any more: everything that is held has to go to the hub once more, in
    /// a new lineage, and its answer tells what has to go.
    package let mustResend: Bool

    package static func read(_ connection: Connection) throws -> ErasureState {
        let state = try connection.first("SELECT * FROM erasure_state") { row in
            ErasureState(
                incarnation: try row.identifierIfPresent("incarnation"), position: try row.integer("position"),
                latest: try row.identifierIfPresent("latest"),
                mustResend: try row.bool("must_resend") && !Defect.resendForgotten.isActive)
        }
        return state ?? ErasureState(incarnation: nil, position: 0, latest: nil, mustResend: false)
    }
}
