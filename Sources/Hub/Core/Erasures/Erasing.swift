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

    /// Carries an order out, for all ids under which the person counts. Throws `HubError` where there is nobody, or no
    /// face to forget.
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
        if order.keepsCounts, !order.samplesOnly { try count(order.person, in: database) }
        try carryOut(entry, about: order.person, in: database)
    }

    /// Takes over entries of another copy of the ledger that this database lacks, and carries them out. Gives their
    /// number. Who they are about is found by digest among those who are here.
    @discardableResult
    package static func merge(_ entries: [ErasureEntry], in database: Connection) throws -> Int {
        let missing = try entries.filter { try !ErasureTable.contains($0.id, in: database) }
        guard !missing.isEmpty else { return 0 }
        let people = try byDigest(try PeopleTable.ids(in: database), in: database)
        let mentioned = try byDigest(try mentions(in: database), in: database)
        for entry in missing {
            if let person = people[entry.digest] {
                try carryOut(entry, about: person, in: database)
            } else if try !ErasureTable.contains(entry.id, in: database) {
                try ErasureTable.insert(entry, person: nil, in: database)
                guard let person = mentioned[entry.digest] else { continue }
                try forgetMentions(of: person, samplesOnly: entry.samplesOnly, in: database)
            }
        }
        return missing.count
    }

    private static func byDigest(_ people: [PersonID], in database: Connection) throws -> [Digest: PersonID] {
        Dictionary(
            try people.map { (try ErasureTable.digest(of: $0, in: database), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whoever is spoken of, also if nobody here knows them.
    private static func mentions(in database: Connection) throws -> [PersonID] {
        try database.query(
            "SELECT person FROM events WHERE person IS NOT NULL UNION SELECT person FROM corrections"
        ) { try $0.identifier(0) } + QuarantineTable.named(in: database)
    }

    /// A human is erased under all their ids, each with an entry of its own: what still comes about any is discarded.
    private static func carryOut(_ entry: ErasureEntry, about person: PersonID, in database: Connection) throws {
        let family = try DecisionTable.aliases(in: database).family(of: person)
        for one in [person] + family.filter({ $0 != person }) {
            guard let consent = try PeopleTable.consent(of: one, in: database) else { continue }
            let isNamed = one == person
            guard isNamed || !entry.samplesOnly || ErasureRules.mayBeRecognised(consent: consent) else { continue }
            let own = isNamed ? entry : ErasureEntry(
                id: try ErasureTable.id(of: entry.id, for: one, in: database),
                digest: try ErasureTable.digest(of: one, in: database), samplesOnly: entry.samplesOnly,
                consent: entry.samplesOnly ? consent + 1 : nil, at: entry.at, actor: entry.actor,
                reason: entry.reason)
            guard try !ErasureTable.contains(own.id, in: database) else { continue }
            try ErasureTable.insert(own, person: one, in: database)
            try forget(one, own, in: database)
        }
    }

    /// The database's present life.
    package static func life(in database: Connection) throws -> Incarnation {
        try SiteTable.incarnation(in: database)
    }

    /// All that a copy of the ledger has to hold.
    package static func entries(in database: Connection) throws -> [ErasureEntry] {
        try ErasureTable.rows(after: 0, limit: .max, in: database).map(\.entry)
    }

    /// How far a node has the ledger.
    package struct Place: Sendable {
        /// The life of the hub that `position` is of.
        let incarnation: Incarnation?
        let position: Int64
        /// The erasure at `position`.
        let latest: ErasureID?

        package init(incarnation: Incarnation?, position: Int64, latest: ErasureID?) {
            self.incarnation = incarnation
            self.position = position
            self.latest = latest
        }
    }

    /// What a node is told that stands at `place`: all of it where the ledger has something else there.
    package static func page(
        after place: Place, by node: NodeID, limit: Int, in database: Connection
    ) throws -> ErasurePage {
        let life = try SiteTable.incarnation(in: database)
        let isSame = try life == place.incarnation && ErasureTable.agrees(with: place, in: database)
        let rows = try ErasureTable.rows(after: isSame ? place.position : 0, limit: limit, in: database)
        return ErasurePage(
            incarnation: life, erasures: rows.map(\.wire), head: try ErasureTable.head(in: database),
            isRecovering: try RecoveryTable.wants(reportOf: node, in: database))
    }

    /// What a node hands in to a hub that lost data: what this database lacks of it is carried out. Throws `HubError`
    /// for entries that no ledger can have.
    /// - Returns: whether `newLife` began, since the database turns out to have lost data.
    @discardableResult
    package static func take(
        _ report: ErasureReport, from node: Node, at time: Int64, newLife: Incarnation, in database: Connection
    ) throws -> Bool {
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
        let isNews = try !RecoveryTable.beganByLoss(in: database)
        if isNews {
            guard try entries.contains(where: { try !ErasureTable.contains($0.id, in: database) }) else { return false }
            try SiteTable.beginLife(newLife, noticedBy: node.id, at: time, in: database)
        }
        try merge(entries, in: database)
        if report.isLast { try RecoveryTable.note(reportOf: node.id, at: time, in: database) }
        return isNews
    }

    /// The hub was told that consent is given again.
    package static func giveConsent(of id: PersonID, in database: Connection) throws {
        guard let consent = try PeopleTable.consent(of: id, in: database) else {
            throw HubError.notFound("person \(id)")
        }
        guard !ErasureRules.mayBeRecognised(consent: consent) else {
            throw HubError(.conflict, "This person's consent is given already")
        }
        for one in try DecisionTable.aliases(in: database).family(of: id) {
            guard let consent = try PeopleTable.consent(of: one, in: database),
                !ErasureRules.mayBeRecognised(consent: consent)
            else { continue }
            try PeopleTable.setConsent(consent + 1, of: one, in: database)
        }
    }

    private static func forget(_ person: PersonID, _ entry: ErasureEntry, in database: Connection) throws {
        if let consent = entry.consent {
            guard let known = try PeopleTable.consent(of: person, in: database), known < consent else { return }
            try database.execute("DELETE FROM samples WHERE person = ?", person)
            try FacePairTable.forget(person, in: database)
            try FeedTable.eraseSamples(of: person, in: database)
            try PeopleTable.setConsent(consent, of: person, in: database)
        } else {
            try DecisionTable.forget(person, in: database)
            try FacePairTable.forget(person, in: database)
            // Samples, sections, spans on rosters and the history of changes go with the row.
            try database.execute("DELETE FROM people WHERE id = ?", person)
            try FeedTable.erase(person, in: database)
        }
        try forgetMentions(of: person, samplesOnly: entry.samplesOnly, in: database)
    }

    private static func forgetMentions(of person: PersonID, samplesOnly: Bool, in database: Connection) throws {
        if !samplesOnly {
            try database.execute("DELETE FROM events WHERE person = ?", person)
            try database.execute("DELETE FROM corrections WHERE person = ?", person)
        }
        try QuarantineTable.forget(person, samplesOnly: samplesOnly, in: database)
    }

    /// One more for each room and day on which the human was seen under any id.
    private static func count(_ person: PersonID, in database: Connection) throws {
        let family = try DecisionTable.aliases(in: database).family(of: person)
        let marks = family.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
            """
            INSERT INTO anonymous_counts
            SELECT DISTINCT resolved / ?, room, 1 FROM events WHERE kind = 'identification' AND person IN (\(marks))
            ON CONFLICT (day, room) DO UPDATE SET people = people + 1
            """, values: [millisecondsPerDay] + family)
    }
}
