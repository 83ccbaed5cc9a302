import Attendance
import SQLite

/// What humans said about records. Rows are added, and removed by erasures alone.
package enum CorrectionTable {
    package static func insert(_ correction: Correction, in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO corrections (id, session, person, status, actor, role, reason, at, supersedes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, correction.id, correction.session, correction.person, correction.status.rawValue, correction.actor,
            correction.role.rawValue, correction.reason, correction.at, correction.supersedes.flatMap(\.bytes))
    }

    static func corrections(of session: SessionID, in database: Connection) throws -> [Correction] {
        try database.query("SELECT * FROM corrections WHERE session = ? ORDER BY id", session) { row in
            let supersedes = try row.blob("supersedes")
            return Correction(
                id: try row.identifier("id"), session: session, person: try row.identifier("person"),
                status: try row.choice("status"), actor: try row.text("actor"), role: try row.choice("role"),
                reason: try row.textIfPresent("reason"), at: try row.integer("at"),
                supersedes: stride(from: 0, to: supersedes.count, by: 16).map {
                    EventID(bytes: Array(supersedes[$0..<$0 + 16]))
                })
        }
    }

    /// Sessions with more than one correction: only there people can have said different things.
    static func severallyCorrected(in database: Connection) throws -> [SessionID] {
        try database.query("SELECT session FROM corrections GROUP BY session HAVING count(*) > 1 ORDER BY session") {
            try $0.identifier(0)
        }
    }
}
