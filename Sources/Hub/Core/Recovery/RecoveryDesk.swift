import Attendance
import SQLite

/// Shows what became of a database that lost data.
struct RecoveryDesk: Sendable {
    let store: HubStore

    func view() async throws -> RecoveryView {
        try await store.read { try RecoveryTable.view(in: $0) }
    }

    func gaps(cursor: String?, limit: Int) async throws -> Page<GapView> {
        let after = try cursor.map { text in
            let parts = try ListCursor.parse(text, parts: 2)
            guard let first = Int64(parts[1]) else { throw ListCursor.refused }
            return (lineage: try Lineage(text: parts[0]), first: first)
        }
        let found = try await store.read { try GapTable.list(after: after, limit: limit + 1, in: $0) }
        return Page(found, limit: limit) { ListCursor.make([$0.lineage.description, String($0.first)]) }
    }
}
