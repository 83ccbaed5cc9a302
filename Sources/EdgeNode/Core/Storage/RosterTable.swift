import Attendance
import Replication
import SQLite
import Service

/// People and samples; each function is part of the caller's transaction.
package enum RosterTable {
    /// Adds or replaces a person. `localSequence` is nil for what the hub handed out.
    static func put(_ person: Person, localSequence: Int64?, in connection: Connection) throws {
        let sections = String(decoding: try WireCoding.encode(person.sections), as: UTF8.self)
        try connection.execute(
            "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?)",
            person.id.bytes, person.name, person.number, sections, localSequence, person.consent)
    }

    static func put(_ sample: Sample, localSequence: Int64?, in connection: Connection) throws {
        try connection.execute(
            "INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            sample.id.bytes, sample.person.bytes, sample.model.text, sample.embedding.littleEndianBytes,
            sample.quality, sample.origin.rawValue, sample.created, localSequence)
    }

    /// Stores one page of the feed and its cursor. With `reset`, forgets what was pulled before.
    package static func apply(
        _ changes: [FeedChange], cursor: Cursor, reset: Bool, in connection: Connection
    ) throws {
        if reset { try forgetPulled(in: connection) }
        for change in changes { try apply(change, in: connection) }
        try connection.execute("UPDATE replication SET cursor = ?", cursor.text)
        if reset || !changes.isEmpty {
            try GalleryState.samplesChanged(removing: reset || changes.contains(where: \.removes), in: connection)
        }
    }

    /// Writes an enrolment made here: the operation for the hub, the person and the samples.
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
        try put(enrolment.person, localSequence: sequence, in: connection)
        for sample in enrolment.samples { try put(sample, localSequence: sequence, in: connection) }
        try GalleryState.samplesChanged(removing: false, in: connection)
    }

    static func apply(_ change: FeedChange, in connection: Connection) throws {
        // A page that was under way while its person was erased.
        if let person = change.addsTo, try ErasureTable.erasure(of: person, in: connection) != nil { return }
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
        }
    }

    /// Forgets everything that the hub handed out or acknowledged; what it does not have yet stays.
    static func forgetPulled(in connection: Connection) throws {
        let accepted = try ReplicationState.read(connection).acceptedThrough
        for table in ["people", "samples"] {
            try connection.execute(
                "DELETE FROM \(table) WHERE local_sequence IS NULL OR local_sequence <= ?", accepted)
        }
    }

    package static func person(_ id: PersonID, in connection: Connection) throws -> Person? {
        try connection.first("SELECT * FROM people WHERE id = ?", id.bytes, map: person)
    }

    static func people(number: String, in connection: Connection) throws -> [Person] {
        try connection.query("SELECT * FROM people WHERE number = ? ORDER BY id", number, map: person)
    }

    static func people(name: String, in connection: Connection) throws -> [Person] {
        try connection.query("SELECT * FROM people WHERE name = ? ORDER BY id", name, map: person)
    }

    private static func person(_ row: Row) throws -> Person {
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
        case .sampleRemoved, .samplesRemoved, .personRemoved: nil
        }
    }

    var removes: Bool {
        switch self {
        case .person, .sample: false
        case .sampleRemoved, .samplesRemoved, .personRemoved: true
        }
    }
}
