import Attendance
import SQLite

/// What was observed, as lists for people. Also what fits no session is here: nothing is lost.
package struct EventLog: Sendable {
    let store: HubStore

    func events(_ filter: EventFilter, cursor: String?, limit: Int) async throws -> Page<EventView> {
        let after = try cursor.map(ListCursor.parseInteger)
        let found = try await store.read { try EventTable.list(filter, after: after, limit: limit + 1, in: $0) }
        return Page(found, limit: limit) { ListCursor.make([String($0.row)]) }
    }

    /// Times in milliseconds since 1970 UTC; `before` is not included.
    func unknownFaces(
        from: Int64?, before: Int64?, cursor: String?, limit: Int
    ) async throws -> Page<UnknownFaceView> {
        let row = try cursor.map(ListCursor.parseInteger)
        let found = try await store.read {
            try EventTable.unknownFaces(from: from, before: before, beforeRow: row, limit: limit + 1, in: $0)
        }
        return Page(found, limit: limit) { ListCursor.make([String($0.row)]) }
    }
}
