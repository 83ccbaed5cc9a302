import Attendance
import SQLite

/// How far the hub's erasures are applied here.
package struct ErasureState: Sendable, Equatable {
    /// The life of the hub whose ledger `position` is in; nil before the first contact.
    package let incarnation: Incarnation?
    package let position: Int64

    package static func read(_ connection: Connection) throws -> ErasureState {
        let state = try connection.first("SELECT incarnation, position FROM erasure_state") { row in
            ErasureState(incarnation: try row.identifierIfPresent("incarnation"), position: try row.integer("position"))
        }
        return state ?? ErasureState(incarnation: nil, position: 0)
    }
}
