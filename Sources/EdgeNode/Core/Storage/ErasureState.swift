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
    /// What had to go is gone from the tables, and copies of it may lie in the database's pages.
    package let mustRewrite: Bool

    package static func read(_ connection: Connection) throws -> ErasureState {
        let state = try connection.first("SELECT * FROM erasure_state") { row in
            ErasureState(
                incarnation: try row.identifierIfPresent("incarnation"), position: try row.integer("position"),
                latest: try row.identifierIfPresent("latest"),
                mustResend: try row.bool("must_resend") && !Defect.resendForgotten.isActive,
                mustRewrite: try row.bool("must_rewrite"))
        }
        return state ?? ErasureState(incarnation: nil, position: 0, latest: nil, mustResend: false, mustRewrite: false)
    }
    /// In the transaction in which something goes: see `mustRewrite`.
    package static func setMustRewrite(in connection: Connection) throws {
        try connection.execute("UPDATE erasure_state SET must_rewrite = 1")
    }

    /// Outside any transaction: writes the database anew where that is due. On a disk that has no room for a second
    /// database it throws, and stays due.
    package static func rewriteIfDue(_ connection: Connection) throws {
        guard try read(connection).mustRewrite else { return }
        try connection.forgetDeleted()
        try connection.execute("UPDATE erasure_state SET must_rewrite = 0")
    }
}
