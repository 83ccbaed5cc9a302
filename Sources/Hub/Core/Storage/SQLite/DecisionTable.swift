import Attendance
import Replication
import SQLite

/// What humans decided about conflicts. Rows are added, and removed by erasures alone.
package enum DecisionTable {
    /// `people`: everybody whom it is about.
    package static func insert(_ decision: ConflictDecision, people: [PersonID], in database: Connection) throws {
        try database.execute(
            "INSERT INTO decisions (id, conflict, resolution, ruling, actor, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            decision.id, decision.conflict.description, decision.ruling.resolution.rawValue,
            try WireCoding.encode(decision.ruling), decision.actor, decision.reason, decision.at)
        for person in Set(people).sorted() {
            try database.execute(
                "INSERT INTO decision_people (person, decision) VALUES (?, ?)", person, decision.id)
        }
        if decision.ruling.resolution == .merge { try deriveRoots(in: database) }
    }

    private static func deriveRoots(in database: Connection) throws {
        let aliases = try aliases(in: database)
        try database.execute("DELETE FROM person_roots")
        for person in aliases.aliases {
            try database.execute(
                "INSERT INTO person_roots (person, root) VALUES (?, ?)", person, aliases.root(of: person))
        }
    }

    /// Takes a decision out of force.
    package static func undo(
        _ decision: ConflictDecision, id: DecisionID, actor: String, reason: String?, at: Int64, in database: Connection
    ) throws {
        try database.execute(
            """
            INSERT INTO decisions (id, conflict, resolution, undoes, actor, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """, id, decision.conflict.description, decision.ruling.resolution.rawValue, decision.id, actor, reason, at)
        if decision.ruling.resolution == .merge { try deriveRoots(in: database) }
    }

    /// Those that nobody has undone, in the order in which they hold.
    package static func inForce(in database: Connection) throws -> [ConflictDecision] {
        try query("TRUE", in: database).sorted()
    }

    /// Under whom everybody counts.
    package static func aliases(in database: Connection) throws -> PersonAliases {
        PersonAliases(try query("resolution = 'merge'", in: database))
    }

    private static func query(_ condition: String, in database: Connection) throws -> [ConflictDecision] {
        try database.query(
            """
            SELECT id, conflict, ruling, actor, reason, at FROM decisions
            WHERE undoes IS NULL AND \(condition)
                AND NOT EXISTS (SELECT 1 FROM decisions AS later WHERE later.undoes = decisions.id)
            """
        ) { row in
            ConflictDecision(
                id: try row.identifier("id"), conflict: try ConflictID(text: row.text("conflict")),
                ruling: try WireCoding.decode(Ruling.self, from: row.blob("ruling")), actor: try row.text("actor"),
                reason: try row.textIfPresent("reason"), at: try row.integer("at"))
        }
    }

    /// The latest time that a decision has, so that the next one is later, whatever the clock says.
    static func latest(in database: Connection) throws -> Int64 {
        try database.first("SELECT coalesce(max(at), ?) FROM decisions", Int64.min) { try $0.integer(0) } ?? .min
    }

    /// Removes all decisions about a person who is erased, and their undoing.
    static func forget(_ person: PersonID, in database: Connection) throws {
        try database.execute(
            "DELETE FROM decisions WHERE id IN (SELECT decision FROM decision_people WHERE person = ?)", person)
        if database.lastChanges > 0 { try deriveRoots(in: database) }
    }
}
