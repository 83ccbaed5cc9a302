import Attendance
import Crypto
import Replication
import SQLite

/// Whom this node had to forget; each function is part of the caller's transaction.
package enum ErasureTable {
    /// The erasure of the whole person, if there was one.
    package static func erasure(of person: PersonID, in connection: Connection) throws -> ErasureID? {
        try connection.first(
            "SELECT id FROM erasures WHERE own_digest = ? AND NOT samples_only", try digest(of: person, in: connection)
        ) { try $0.identifier(0) }
    }

    private static func digest(of person: PersonID, in connection: Connection) throws -> [UInt8] {
        let key = try connection.first("SELECT key FROM erasure_state") { try $0.blob(0) } ?? []
        return HMACSHA256.code(person.bytes, key: key)
    }

    /// Carries out what is new in a page of the hub's ledger. Samples, names, unknown faces and the bodies of
    /// operations are gone with the transaction; gallery files and the write-ahead log follow before it is attested.
    /// - Returns: how many were new.
    @discardableResult
    package static func apply(_ page: ErasurePage, in connection: Connection) throws -> Int {
        let last = try ReplicationState.read(connection).lastSequence
        let state = try ErasureState.read(connection)
        if state.incarnation == page.incarnation, page.beginsAnew(before: state.position) {
            // It was copied back, and nobody else has told it so: what it does not name again, it does not know.
            try connection.execute("UPDATE erasures SET life = x''")
        } else if state.incarnation != page.incarnation {
            // In its life before, the hub may have taken in what it was to discard.
            try connection.execute(
                "UPDATE erasure_state SET must_resend = 1 WHERE EXISTS (SELECT 1 FROM erasures WHERE own_digest = x'')")
        }
        var applied = 0
        for erasure in page.erasures {
            try connection.execute(
                "UPDATE erasures SET life = ? WHERE id = ?", page.incarnation.bytes, erasure.id.bytes)
            guard connection.lastChanges == 0 else { continue }
            let own = try erasure.person.map { try digest(of: $0, in: connection) } ?? []
            try connection.execute(
                """
                INSERT INTO erasures
                    (id, digest, own_digest, samples_only, consent, at, after_sequence, attested, life)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, erasure.id.bytes, erasure.digest.bytes, own, erasure.samplesOnly, erasure.consent, erasure.at,
                last, erasure.person == nil, page.incarnation.bytes)
            if let person = erasure.person { try forget(person, erasure, in: connection) }
            applied += 1
        }
        if page.erasures.contains(where: { $0.person == nil }), applied > 0 {
            // This node was away so long that nobody remembers who they were: it starts from nothing.
            try RosterTable.forgetPulled(in: connection)
            try connection.execute("UPDATE replication SET cursor = NULL")
            try connection.execute("DELETE FROM unknown_faces")
            try connection.execute("UPDATE erasure_state SET must_resend = 1")
        }
        if applied > 0 {
            try GalleryState.samplesChanged(removing: true, in: connection)
            try ErasureState.setMustRewrite(in: connection)
        }
        try connection.execute(
            "UPDATE erasure_state SET incarnation = ?, position = ?, latest = coalesce(?, latest)",
            page.incarnation.bytes, page.erasures.last?.position ?? page.head, page.erasures.last?.id.bytes)
        return applied
    }

    private static func forget(_ person: PersonID, _ erasure: Erasure, in connection: Connection) throws {
        try connection.execute("DELETE FROM samples WHERE person = ?", person.bytes)
        try connection.execute("DELETE FROM unknown_faces WHERE person = ?1 OR nearest_person = ?1", person.bytes)
        if let consent = erasure.consent {
            try connection.execute(
                "UPDATE people SET consent = max(consent, ?) WHERE id = ?", consent, person.bytes)
        } else {
            try connection.execute("DELETE FROM people WHERE id = ?", person.bytes)
        }
        try scrub(after: 0, erasure.id, in: connection) { content in
            guard content.person == person else { return false }
            guard case .enrolment = content else { return !erasure.samplesOnly }
            return true
        } orNames: {
            $0 == person
        }
    }

    /// Takes the bodies out of the outbox's operations after `sequence` that `isMeant` names, and of what cannot be
    /// read (it may hold a face as well) where it names such a person.
    private static func scrub(
        after sequence: Int64, _ erasure: ErasureID, in connection: Connection,
        where isMeant: (OutboxOperation.Content) throws -> Bool, orNames isNamed: (PersonID) throws -> Bool
    ) throws {
        let lines = try connection.query("SELECT sequence, line FROM outbox WHERE sequence > ?", sequence) {
            StoredOperation(sequence: try $0.integer(0), line: try $0.blob(1))
        }
        for line in lines {
            let operation = try? WireCoding.decode(OutboxOperation.self, from: line.line)
            let isDue = try operation.map { try isMeant($0.content) }
                ?? NamedPeople.identifiers(in: line.line).contains(where: isNamed)
            guard isDue else { continue }
            try OutboxTable.scrub(line.sequence, erasure: erasure, in: connection)
        }
    }

    /// The hub discarded an operation: what it wrote here goes, too.
    static func discarded(_ sequence: Int64, for erasure: ErasureID?, in connection: Connection) throws {
        try connection.execute("DELETE FROM samples WHERE local_sequence = ?", sequence)
        var gone = connection.lastChanges
        // Of somebody who withdrew consent the name stays: the hub has it, too.
        try connection.execute(
            """
            DELETE FROM people WHERE local_sequence = ?1
                AND EXISTS (SELECT 1 FROM erasures WHERE id = ?2 AND NOT samples_only)
            """, sequence, erasure?.bytes)
        gone += connection.lastChanges
        try connection.execute("UPDATE people SET local_sequence = NULL WHERE local_sequence = ?", sequence)
        if gone > 0 { try GalleryState.samplesChanged(removing: true, in: connection) }
        if let erasure { try OutboxTable.scrub(sequence, erasure: erasure, in: connection) }
    }

    /// What is applied and not yet attested.
    package static func open(in connection: Connection) throws -> [ErasureID] {
        try connection.query("SELECT id FROM erasures WHERE NOT attested ORDER BY at, id") { try $0.identifier(0) }
    }

    /// Scrubs what was recorded about these people while galleries were made anew.
    package static func scrubLate(_ erasures: [ErasureID], in connection: Connection) throws {
        for id in erasures {
            let row = try connection.first(
                "SELECT own_digest, after_sequence, samples_only FROM erasures WHERE id = ? AND NOT attested", id.bytes
            ) { (digest: try $0.blob(0), after: try $0.integer(1), samplesOnly: try $0.bool(2)) }
            guard let row else { continue }
            try scrub(after: row.after, id, in: connection) { content in
                guard !row.samplesOnly, let person = content.person else { return false }
                return try digest(of: person, in: connection) == row.digest
            } orNames: {
                try digest(of: $0, in: connection) == row.digest
            }
        }
    }

    /// Notes in the outbox that nothing is left of these, also of what was recorded until now. Again, it changes
    /// nothing.
    package static func attest(
        _ erasures: [ErasureID], galleryRoot: String?, at: Int64, in connection: Connection
    ) throws {
        try scrubLate(erasures, in: connection)
        let open = Set(try open(in: connection))
        for id in erasures where open.contains(id) {
            try OutboxTable.append(
                .attestation(Attestation(erasure: id, galleryRoot: galleryRoot, at: at)), created: at, to: connection)
            try connection.execute("UPDATE erasures SET attested = 1 WHERE id = ?", id.bytes)
        }
    }

    /// Everything this node knows, for a hub that may have forgotten some. Positions are of no life.
    package static func report(in connection: Connection) throws -> [Erasure] {
        try connection.query("SELECT * FROM erasures ORDER BY at, id", map: reported)
    }

    /// What the hub's ledger of its present life lacks, once all of that is applied.
    package static func unknownToHub(in connection: Connection) throws -> [Erasure] {
        try connection.query(
            "SELECT * FROM erasures WHERE life <> (SELECT incarnation FROM erasure_state) ORDER BY at, id",
            map: reported)
    }

    private static func reported(_ row: Row) throws -> Erasure {
        Erasure(
            id: try row.identifier("id"), position: 0, digest: Digest(bytes: try row.blob("digest")), person: nil,
            samplesOnly: try row.bool("samples_only"), consent: try row.intIfPresent("consent"),
            at: try row.integer("at"))
    }
}
