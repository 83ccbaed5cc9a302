import Attendance
import Defects
import Replication
import SQLite
import Service

/// People and samples; each function is part of the caller's transaction. `local_sequence` is NULL for what the hub
/// handed out; only that counts towards checkpoints.
package enum RosterTable {
    private static let tables = ["people", "samples"]

    /// Adds or replaces a person. `localSequence` is nil for what the hub handed out.
    static func put(_ person: Person, localSequence: Int64?, in connection: Connection) throws {
        let sections = String(decoding: try WireCoding.encode(person.sections), as: UTF8.self)
        try connection.execute(
            """
            INSERT OR REPLACE INTO people (id, name, number, sections, local_sequence, consent)
            VALUES (?, ?, ?, ?, ?, ?)
            """, person.id.bytes, person.name, person.number, sections, localSequence, person.consent)
    }

    /// Throws `LeaseOver` where the node may keep no faces.
    static func put(_ sample: Sample, localSequence: Int64?, in connection: Connection) throws {
        let key = try LeaseTable.requireKey(in: connection)
        try connection.execute(
            """
            INSERT OR REPLACE INTO samples (id, person, model, embedding, quality, origin, created, local_sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, sample.id.bytes, sample.person.bytes, sample.model.text,
            key.seal(sample.embedding, as: .sample(sample.id, sample.model)), sample.quality, sample.origin.rawValue,
            sample.created, localSequence)
    }

    /// Stores one page of the feed and its cursor (nil: leaves it). With `reset`, what was pulled before is gone at the
    /// next checkpoint unless it comes again until then.
    package static func apply(
        _ changes: [FeedChange], cursor: Cursor?, reset: Bool, in connection: Connection
    ) throws {
        if reset { try markPulled(in: connection) }
        for change in changes { try apply(change, in: connection) }
        if let cursor { try connection.execute("UPDATE replication SET cursor = ?", cursor.text) }
        guard reset || !changes.isEmpty else { return }
        if reset || !changes.allSatisfy(\.isRemoval) { try GalleryState.setVerified(false, in: connection) }
        try GalleryState.samplesChanged(removing: changes.contains(where: \.isRemoval), in: connection)
    }

    /// Whether what was pulled adds up to `checkpoint`. If so it is the gallery's source from now on, and what a reset
    /// feed did not name again goes.
    package static func verify(_ checkpoint: Checkpoint, in connection: Connection) throws -> Bool {
        guard try self.checkpoint(scope: checkpoint.scope, in: connection) == checkpoint
            || Defect.checkpointIgnored.isActive else {
            try GalleryState.setVerified(false, in: connection)
            return false
        }
        try confirm(in: connection)
        return true
    }

    /// Stores a whole snapshot in place of everything pulled before; `changes` reads one chunk. Throws
    /// `ReplicationError` where the entries do not add up to the manifest; the caller's transaction then leaves
    /// everything as it was.
    package static func replace(
        with manifest: SnapshotManifest, in connection: Connection,
        changes: (SnapshotManifest.Chunk) throws -> [FeedChange]
    ) throws {
        try markPulled(in: connection)
        for chunk in manifest.chunks {
            for change in try changes(chunk) {
                guard FeedContent.bytes(of: change) != nil else {
                    throw ReplicationError.malformed("a snapshot holds something besides people and samples")
                }
                try apply(change, in: connection)
            }
        }
        guard try checkpoint(scope: manifest.checkpoint.scope, in: connection) == manifest.checkpoint else {
            throw ReplicationError.malformed("a snapshot does not add up to its manifest")
        }
        try GalleryState.setSiteModel(manifest.model, in: connection)
        try connection.execute("UPDATE replication SET cursor = ?", manifest.cursor.text)
        try confirm(in: connection)
    }

    /// What was pulled and adds up: the rest of a reset goes, and the gallery may be made of it.
    private static func confirm(in connection: Connection) throws {
        var removed = 0
        for table in tables {
            try connection.execute("DELETE FROM \(table) WHERE stale = 1")
            removed += connection.lastChanges
        }
        // A gallery that was made meanwhile lacks what was not verified.
        let wasVerified = try GalleryState.read(connection).isVerified
        try GalleryState.setVerified(true, in: connection)
        if removed > 0 || !wasVerified { try GalleryState.samplesChanged(removing: removed > 0, in: connection) }
    }

    /// Writes an enrolment made here: the operation for the hub, the person and the samples. Somebody whom the hub
    /// handed out stays as the hub has them: it does not take a person from a node whom it knows already.
    package static func enrol(_ enrolment: Enrolment, created: Int64, in connection: Connection) throws {
        let person = enrolment.person
        guard try ErasureTable.erasure(of: person.id, in: connection) == nil else {
            throw Failure(.dataError, "Person \(person.id) was erased", advice: "Enrol them as somebody new.")
        }
        guard ErasureRules.mayBeRecognised(consent: person.consent) else {
            throw Failure(
                .dataError, "Person \(person.id) has withdrawn consent to being recognised by face",
                advice: "After they consented again, note it at the hub: rollcall-hub people consent ID --given.")
        }
        let sequence = try OutboxTable.append(.enrolment(enrolment), created: created, to: connection)
        let isPulled = try connection.first(
            "SELECT 1 FROM people WHERE id = ? AND local_sequence IS NULL", enrolment.person.id.bytes
        ) { _ in true } ?? false
        if !isPulled { try put(enrolment.person, localSequence: sequence, in: connection) }
        for sample in enrolment.samples { try put(sample, localSequence: sequence, in: connection) }
        try GalleryState.samplesChanged(removing: false, in: connection)
    }

    static func apply(_ change: FeedChange, in connection: Connection) throws {
        // A page that was under way while its person was erased.
        if !Defect.erasedTakenBack.isActive, let person = change.addsTo,
            try ErasureTable.erasure(of: person, in: connection) != nil
        {
            return
        }
        switch change {
        case .person(let person):
            try put(person, localSequence: nil, in: connection)
        case .sample(let sample):
            try put(sample, localSequence: nil, in: connection)
        case .sampleRemoved(let id):
            try connection.execute("DELETE FROM samples WHERE id = ?", id.bytes)
        case .samplesRemoved(let id):
            try connection.execute("DELETE FROM samples WHERE person = ?", id.bytes)
        case .personRemoved(let id):
            try connection.execute("DELETE FROM samples WHERE person = ?", id.bytes)
            try connection.execute("DELETE FROM people WHERE id = ?", id.bytes)
        case .model(let model):
            try GalleryState.setSiteModel(model, in: connection)
        }
    }

    /// Forgets at once what the hub handed out or acknowledged; what it does not have yet stays.
    static func forgetPulled(in connection: Connection) throws {
        try markPulled(in: connection)
        for table in tables { try connection.execute("DELETE FROM \(table) WHERE stale = 1") }
    }

    /// Marks everything that the hub handed out or acknowledged; what it does not have yet stays unmarked.
    private static func markPulled(in connection: Connection) throws {
        let accepted = try ReplicationState.read(connection).acceptedThrough
        for table in tables {
            try connection.execute(
                "UPDATE \(table) SET stale = 1 WHERE local_sequence IS NULL OR local_sequence <= ?", accepted)
        }
    }

    package static func person(_ id: PersonID, in connection: Connection) throws -> Person? {
        try connection.first("SELECT * FROM people WHERE id = ?", id.bytes, map: person)
    }

    static func people(in connection: Connection) throws -> [Person] {
        try connection.query("SELECT * FROM people ORDER BY id", map: person)
    }

    static func people(number: String, in connection: Connection) throws -> [Person] {
        try connection.query("SELECT * FROM people WHERE number = ? ORDER BY id", number, map: person)
    }

    static func people(name: String, in connection: Connection) throws -> [Person] {
        try connection.query("SELECT * FROM people WHERE name = ? ORDER BY id", name, map: person)
    }

    /// Everybody who is in one of these sections.
    static func people(of sections: [SectionID], in connection: Connection) throws -> Set<PersonID> {
        let wanted = String(decoding: try WireCoding.encode(sections), as: UTF8.self)
        return Set(try connection.query(
            """
            SELECT id FROM people WHERE EXISTS (
                SELECT 1 FROM json_each(people.sections) AS one
                WHERE one.value IN (SELECT value FROM json_each(?)))
            """, wanted
        ) { try $0.identifier(0) })
    }

    static func person(_ row: Row) throws -> Person {
        try Person(
            id: row.identifier("id"), name: row.text("name"), number: row.textIfPresent("number"),
            sections: WireCoding.decode([SectionID].self, from: Array(row.text("sections").utf8)),
            consent: row.int("consent"))
    }
}

extension FeedChange {
    /// Whose name or face it brings.
    fileprivate var addsTo: PersonID? {
        switch self {
        case .person(let person): person.id
        case .sample(let sample): sample.person
        case .sampleRemoved, .samplesRemoved, .personRemoved, .model: nil
        }
    }
}
