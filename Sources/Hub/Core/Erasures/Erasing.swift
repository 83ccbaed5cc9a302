import Attendance
import Replication
import SQLite

/// The transactions of erasing: everything about a person goes, the chains over what nodes sent stay.
package enum Erasing {
    /// What an operator asks for.
    package struct Order: Sendable {
        package let id: ErasureID
        package let person: PersonID
        package let samplesOnly: Bool
        /// Milliseconds since 1970 UTC.
        package let at: Int64
        package let actor: String
        package let reason: String
        /// Keep for each room and day that one more person was there.
        package var keepsCounts = false

        package init(id: ErasureID, person: PersonID, samplesOnly: Bool, at: Int64, actor: String, reason: String) {
            self.id = id
            self.person = person
            self.samplesOnly = samplesOnly
            self.at = at
            self.actor = actor
            self.reason = reason
        }
    }

    private static let millisecondsPerDay: Int64 = 86_400_000

    /// Carries an order out. Throws `HubError` where there is nobody, or no face to forget.
    package static func perform(_ order: Order, in database: Connection) throws {
        guard let consent = try PeopleTable.consent(of: order.person, in: database) else {
            throw HubError.notFound("person \(order.person)")
        }
        guard !order.samplesOnly || ErasureRules.mayBeRecognised(consent: consent) else {
            throw HubError(.conflict, "This person's consent is withdrawn already")
        }
        let entry = ErasureEntry(
            id: order.id, digest: try ErasureTable.digest(of: order.person, in: database),
            samplesOnly: order.samplesOnly, consent: order.samplesOnly ? consent + 1 : nil, at: order.at,
            actor: order.actor, reason: order.reason)
        try ErasureTable.insert(entry, person: order.person, in: database)
        try forget(order.person, entry, keepsCounts: order.keepsCounts, in: database)
        try ErasureTable.settle(now: order.at, in: database)
    }

    /// Takes over entries of another copy of the ledger that this database lacks, and carries them out. Gives their
    /// number. Who they are about is found by digest among those who are here.
    @discardableResult
    package static func merge(_ entries: [ErasureEntry], in database: Connection) throws -> Int {
        let missing = try entries.filter { try !ErasureTable.contains($0.id, in: database) }
        guard !missing.isEmpty else { return 0 }
        let people = Dictionary(
            try PeopleTable.ids(in: database).map { (try ErasureTable.digest(of: $0, in: database), $0) },
            uniquingKeysWith: { first, _ in first })
        for entry in missing {
            let person = people[entry.digest]
            try ErasureTable.insert(entry, person: person, in: database)
            if let person { try forget(person, entry, keepsCounts: false, in: database) }
        }
        return missing.count
    }

    /// The database's present life.
    package static func life(in database: Connection) throws -> Incarnation {
        try SiteTable.incarnation(in: database)
    }

    /// All that a copy of the ledger has to hold.
    package static func entries(in database: Connection) throws -> [ErasureEntry] {
        try ErasureTable.rows(after: 0, limit: .max, in: database).map(\.entry)
    }

    /// What a node is told that has the ledger up to `position` of the life `incarnation`.
    package static func page(
        after position: Int64, knowing incarnation: Incarnation?, by node: NodeID, limit: Int, in database: Connection
    ) throws -> ErasurePage {
        let life = try SiteTable.incarnation(in: database)
        let rows = try ErasureTable.rows(after: life == incarnation ? position : 0, limit: limit, in: database)
        return ErasurePage(
            incarnation: life, erasures: rows.map(\.wire), head: try ErasureTable.head(in: database),
            isRecovering: try RecoveryTable.wants(reportOf: node, in: database))
    }

    /// What a node hands in to a hub that lost data: what this database lacks of it is carried out. Throws `HubError`
    /// for entries that no ledger can have.
    package static func take(
        _ report: ErasureReport, from node: Node, at time: Int64, in database: Connection
    ) throws {
        let entries = report.erasures.map { erasure in
            ErasureEntry(
                id: erasure.id, digest: erasure.digest, samplesOnly: erasure.samplesOnly, consent: erasure.consent,
                at: erasure.at, actor: "ledger of node \(node.name)", reason: "known to a node, forgotten by this hub")
        }
        let isSound = entries.allSatisfy {
            $0.samplesOnly == ($0.consent != nil) && (2...Limits.consentChanges).contains($0.consent ?? 2)
                && ($0.consent ?? 2).isMultiple(of: 2)
        }
        guard isSound else {
            throw HubError(.invalid, "An erasure of the face alone needs an even count of consent, another one none")
        }
        // A node can only name whom it was told of: nobody else's digest can be made without the site's key.
        guard try RecoveryTable.beganByLoss(in: database) else { return }
        try merge(entries, in: database)
        if report.isLast { try RecoveryTable.note(reportOf: node.id, at: time, in: database) }
    }

    /// The hub was told that consent is given again.
    package static func giveConsent(of id: PersonID, in database: Connection) throws {
        guard let view = try PeopleTable.find(id, in: database) else { throw HubError.notFound("person \(id)") }
        guard !ErasureRules.mayBeRecognised(consent: view.consent) else {
            throw HubError(.conflict, "This person's consent is given already")
        }
        try setConsent(view.consent + 1, of: view, in: database)
    }

    private static func setConsent(_ consent: Int, of view: PersonView, in database: Connection) throws {
        let person = try Person(
            id: view.id, name: view.name, number: view.number, sections: view.sections, consent: consent)
        try PeopleTable.update(person, in: database)
    }

    private static func forget(
        _ person: PersonID, _ entry: ErasureEntry, keepsCounts: Bool, in database: Connection
    ) throws {
        if let consent = entry.consent {
            guard let view = try PeopleTable.find(person, in: database), view.consent < consent else { return }
            try database.execute("DELETE FROM samples WHERE person = ?", person)
            try FeedTable.eraseSamples(of: person, in: database)
            try setConsent(consent, of: view, in: database)
        } else {
            if keepsCounts { try count(person, in: database) }
            try database.execute("DELETE FROM people WHERE id = ?", person)
            try FeedTable.erase(person, in: database)
            try database.execute("DELETE FROM events WHERE person = ?", person)
            try database.execute("DELETE FROM corrections WHERE person = ?", person)
        }
        // Lines that could not be read are kept as they came: they may name anybody.
        try database.execute(
            "DELETE FROM quarantine WHERE instr(lower(CAST(line AS TEXT)), ?) > 0", person.description)
    }

    private static func count(_ person: PersonID, in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO anonymous_counts
            SELECT DISTINCT resolved / ?2, room, 1 FROM events WHERE person = ?1
            ON CONFLICT (day, room) DO UPDATE SET people = people + 1
            """, person, millisecondsPerDay)
    }
}
