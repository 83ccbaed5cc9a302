import Attendance
import Crypto
import Defects
import Replication
import SQLite

/// The ledger of erasures, and what nodes attested.
package enum ErasureTable {
    struct Row: Sendable {
        let entry: ErasureEntry
        let position: Int64
        let person: PersonID?
        let completed: Int64?

        var wire: Erasure {
            Erasure(
                id: entry.id, position: position, digest: entry.digest, person: person,
                samplesOnly: entry.samplesOnly, consent: entry.consent, at: entry.at)
        }
    }

    struct Attested: Sendable {
        let galleryRoot: String?
        let received: Int64
    }

    /// By what the ledger knows a person: a code that only this site's key makes.
    package static func digest(of person: PersonID, in database: Connection) throws -> Digest {
        try code(person.bytes, in: database)
    }

    /// What the erasure of `person` is called that follows from `erasure` of another id of theirs: the same each time.
    static func id(of erasure: ErasureID, for person: PersonID, in database: Connection) throws -> ErasureID {
        ErasureID(bytes: Array(try code(erasure.bytes + person.bytes, in: database).bytes.prefix(16)))
    }

    private static func code(_ bytes: [UInt8], in database: Connection) throws -> Digest {
        let key = try database.first("SELECT erasure_key FROM meta") { try $0.blob(0) }
        guard let key else {
            throw HubError(.damaged, "The database has lost its site", advice: "Restore a backup.")
        }
        return Digest(bytes: HMACSHA256.code(bytes, key: key))
    }

    /// What an operation about a person meets.
    package static func standing(of person: PersonID, in database: Connection) throws -> ErasureRules.Standing {
        var standing = ErasureRules.Standing(consent: try PeopleTable.consent(of: person, in: database))
        try database.forEach(
            "SELECT id, samples_only FROM erasures WHERE digest = ? AND (completed IS NULL OR ?) ORDER BY position",
            try digest(of: person, in: database).bytes, !Defect.tombstonesCollected.isActive
        ) { row in
            let id: ErasureID = try row.identifier(0)
            if try row.bool(1) { standing.withdrawn = id } else { standing.erased = id }
        }
        return standing
    }

    static func insert(_ entry: ErasureEntry, person: PersonID?, in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO erasures (id, digest, person, samples_only, consent, at, actor, reason, completed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ?3 IS NULL THEN ?6 END)
            """, entry.id, entry.digest.bytes, person, entry.samplesOnly, entry.consent, entry.at, entry.actor,
            entry.reason)
    }

    static func contains(_ id: ErasureID, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM erasures WHERE id = ?", id) { _ in true } ?? false
    }

    /// Position of the latest entry; 0 before the first.
    package static func head(in database: Connection) throws -> Int64 {
        try database.first("SELECT seq FROM sqlite_sequence WHERE name = 'erasures'") { try $0.integer(0) } ?? 0
    }

    static func rows(after position: Int64, limit: Int, in database: Connection) throws -> [Row] {
        try database.query(
            "SELECT * FROM erasures WHERE position > ? ORDER BY position LIMIT ?", position, limit, map: row)
    }

    static func find(_ id: ErasureID, in database: Connection) throws -> Row? {
        try database.first("SELECT * FROM erasures WHERE id = ?", id, map: row)
    }

    private static func row(_ row: SQLite.Row) throws -> Row {
        let entry = ErasureEntry(
            id: try row.identifier("id"), digest: Digest(bytes: try row.blob("digest")),
            samplesOnly: try row.bool("samples_only"), consent: try row.intIfPresent("consent"),
            at: try row.integer("at"), actor: try row.text("actor"), reason: try row.text("reason"))
        return Row(
            entry: entry, position: try row.integer("position"), person: try row.identifierIfPresent("person"),
            completed: try row.integerIfPresent("completed"))
    }

    /// Takes down a node's word; a second time, or about an erasure that this hub does not know, it changes nothing.
    static func attest(_ attestation: Attestation, by node: NodeID, received: Int64, in database: Connection) throws {
        try database.execute(
            """
            INSERT OR IGNORE INTO attestations (erasure, node, gallery_root, at, received)
            SELECT id, ?2, ?3, ?4, ?5 FROM erasures WHERE id = ?1
            """, attestation.erasure, node, attestation.galleryRoot, attestation.at, received)
        try settle(now: received, in: database)
    }

    /// Completes every erasure that no node which takes part has still to confirm: the person's id goes then.
    static func settle(now: Int64, in database: Connection) throws {
        let complete = try database.query(
            """
            SELECT id, person, samples_only FROM erasures
            WHERE completed IS NULL AND NOT EXISTS (
                SELECT 1 FROM nodes WHERE state <> 'revoked' AND coalesce(last_heard, last_push, joined) >= ?1 - ?2
                    AND NOT EXISTS (
                        SELECT 1 FROM attestations WHERE erasure = erasures.id AND node = nodes.id))
            """, now, HubLimits.lapseMilliseconds
        ) { row in
            (id: try row.identifier(0) as ErasureID, person: try row.identifierIfPresent(1) as PersonID?,
             samplesOnly: try row.bool(2))
        }
        for erasure in complete {
            try database.execute(
                "UPDATE erasures SET person = NULL, completed = ? WHERE id = ?", now, erasure.id)
            if let person = erasure.person, !erasure.samplesOnly { try FeedTable.forget(person, in: database) }
        }
    }

    static func attestations(of id: ErasureID, in database: Connection) throws -> [NodeID: Attested] {
        let all = try database.query(
            "SELECT node, gallery_root, received FROM attestations WHERE erasure = ?", id
        ) { row -> (NodeID, Attested) in
            (try row.identifier(0), Attested(galleryRoot: try row.textIfPresent(1), received: try row.integer(2)))
        }
        return Dictionary(uniqueKeysWithValues: all)
    }
}
