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
        let isKnown = standing.consent != nil
        try database.forEach(
            """
            SELECT id, consent FROM erasures WHERE digest = ? AND (completed IS NULL OR ?)
            ORDER BY coalesce(consent, 0), position
            """,
            try digest(of: person, in: database).bytes, !Defect.tombstonesCollected.isActive
        ) { row in
            let id: ErasureID = try row.identifier(0)
            guard let withdrawn = try row.intIfPresent(1) else { return standing.erased = id }
            standing.withdrawn = id
            // Of somebody whom the hub forgot, the ledger alone knows it.
            if !isKnown { standing.consent = withdrawn }
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

    /// Whether the ledger has at `place` what the node had from there.
    static func agrees(with place: Erasing.Place, in database: Connection) throws -> Bool {
        guard place.position > 0 else { return true }
        let id: ErasureID? = try database.first("SELECT id FROM erasures WHERE position = ?", place.position) {
            try $0.identifier(0)
        }
        return id != nil && (place.latest == nil || id == place.latest)
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
    }

    /// Completes every erasure that no node which takes part has still to confirm. First the file is written anew, so
    /// that no copy of what was deleted is left; then the person's id goes. Outside any transaction; the log has to be
    /// emptied afterwards. Nothing else may write meanwhile.
    /// - Returns: how many.
    package static func complete(now: Int64, in database: Connection) throws -> Int {
        let due = try due(now: now, in: database)
        guard !due.isEmpty else { return 0 }
        try database.rewrite()
        return try database.transaction {
            for erasure in due {
                try database.execute(
                    "UPDATE erasures SET person = NULL, completed = ? WHERE id = ?", now, erasure.id)
                if let person = erasure.person, !erasure.samplesOnly { try FeedTable.forget(person, in: database) }
            }
            return due.count
        }
    }

    private typealias Due = (id: ErasureID, person: PersonID?, samplesOnly: Bool)

    /// A node whose lease ran out by the hub's clock is not waited for: if it ever runs again, it forgets its key
    /// first.
    private static func due(now: Int64, in database: Connection) throws -> [Due] {
        try database.query(
            """
            SELECT id, person, samples_only FROM erasures
            WHERE completed IS NULL AND NOT EXISTS (
                SELECT 1 FROM nodes WHERE state <> 'revoked' AND coalesce(last_heard, last_push, joined) >= ?1 - ?2
                    AND coalesce(lease_until, ?1) + ?3 > ?1
                    AND NOT EXISTS (
                        SELECT 1 FROM attestations WHERE erasure = erasures.id AND node = nodes.id))
            """, now, HubLimits.lapseMilliseconds, HubLimits.leaseMarginMilliseconds
        ) { row in
            (id: try row.identifier(0), person: try row.identifierIfPresent(1), samplesOnly: try row.bool(2))
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
