import Attendance
import SQLite

/// Derives conflicts from one state of the database: the facts, and what humans decided about them.
package struct ConflictReader {
    let database: Connection
    let rules: AttendanceRules
    let thresholds: FaceThresholds
    package let decisions: [ConflictDecision]
    package let rulings: Rulings

    /// A cluster of sightings that contradict one another is not longer than this before or after one of them.
    private static let clusterMilliseconds: Int64 = 12 * 3_600_000

    package init(_ database: Connection, rules: AttendanceRules, thresholds: FaceThresholds) throws {
        self.database = database
        self.rules = rules
        self.thresholds = thresholds
        decisions = try DecisionTable.inForce(in: database)
        rulings = Rulings(decisions)
    }

    /// Everything that is open, and everything that a decision in force resolved, sorted by id. `period`: when the
    /// sightings in two rooms were, milliseconds since 1970 UTC.
    package func all(kinds: [ConflictKind], period: Range<Int64>) throws -> [Conflict] {
        let undecided = try kinds.flatMap { try open($0, period) }
        var found = Dictionary(undecided.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for decision in decisions where kinds.contains(decision.conflict.kind) && found[decision.conflict] == nil {
            // What arrived since may have given it another name.
            guard let item = try find(decision.conflict), found[item.id] == nil else { continue }
            found[item.id] = item
        }
        return found.values.sorted { $0.id < $1.id }
    }

    private func open(_ kind: ConflictKind, _ period: Range<Int64>) throws -> [Conflict] {
        switch kind {
        case .sameNumber: try numberPairs().map { try sameNumber($0, isOpen: true) }
        case .sameFace: try facePairs().map { SameFace.conflict($0.pair, similarity: $0.similarity, isOpen: true) }
        case .twoRooms: try twoRooms(period)
        case .corrections: try contestedRecords()
        case .revokedNode: try NodeConflictTable.quarantined(in: database).map(NodeConflicts.conflict)
        case .forkedOutbox: try NodeConflictTable.forks(in: database).map(NodeConflicts.conflict)
        }
    }

    /// Nil where there is nothing to decide, and nothing in force that was decided.
    package func find(_ id: ConflictID) throws -> Conflict? {
        let found: Conflict?
        switch id.kind {
        case .sameNumber:
            found = try isKnown(id.pair) ? sameNumber(id.pair, isOpen: numberPairs().contains(id.pair)) : nil
        case .sameFace:
            let open = try facePairs().first { $0.pair == id.pair }
            found = try isKnown(id.pair)
                ? SameFace.conflict(id.pair, similarity: similarity(id.pair)?.value, isOpen: open != nil) : nil
        case .twoRooms:
            found = try cluster(with: id.subject(0))
        case .corrections:
            found = try record(id.subject(0), rulings.aliases.root(of: id.subject(1)))
        case .revokedNode:
            found = try open(.revokedNode, 0..<0).first { $0.id == id }
        case .forkedOutbox:
            return try open(.forkedOutbox, 0..<0).first { $0.id == id }
        }
        return found.flatMap { $0.isOpen || !decisions(on: $0).isEmpty ? $0 : nil }
    }

    /// What was decided and is in force, oldest first.
    package func decisions(on conflict: Conflict) -> [ConflictDecision] {
        let events = Set(conflict.id.kind == .twoRooms ? conflict.evidence.compactMap(\.id) : [])
        return decisions.filter { decision in
            guard case .sightings(let right, let wrong) = decision.ruling else {
                return decision.conflict == conflict.id
            }
            return (right + wrong).contains { events.contains($0.description) }
        }
    }

    // MARK: Two ids

    private func isKnown(_ pair: PersonPair) throws -> Bool {
        try pair.people.allSatisfy { try PeopleTable.exists($0, in: database) }
    }

    private func numberPairs() throws -> [PersonPair] {
        SameNumber.open(try PeopleTable.holdersOfSharedNumbers(in: database), rulings: rulings)
    }

    private func facePairs() throws -> [(pair: PersonPair, similarity: Float)] {
        // A threshold that was raised since counts at once.
        let matches = try FacePairTable.all(in: database).filter { match in
            thresholds.duplicate(match.model).map { match.similarity >= $0 } ?? false
        }
        return SameFace.open(matches, rulings: rulings)
    }

    private func sameNumber(_ pair: PersonPair, isOpen: Bool) throws -> Conflict {
        let numbers = try pair.people.compactMap { id in
            try PeopleTable.person(id, in: database)?.number.map { (id, $0) }
        }
        let best = try similarity(pair)
        return SameNumber.conflict(
            pair, numbers: Dictionary(uniqueKeysWithValues: numbers), similarity: best?.value,
            threshold: best.flatMap { thresholds.same($0.model) }, isOpen: isOpen, rulings: rulings)
    }

    /// Of the two's most similar samples, under a model with thresholds if there is one. Samples of merged ids belong
    /// to each of the two as long as the two are not one.
    private func similarity(_ pair: PersonPair) throws -> (model: ModelID, value: Float)? {
        let areOne = PersonPair(pair, under: rulings.aliases) == nil
        let samples = try pair.people.map { id in
            try (areOne ? [id] : rulings.aliases.family(of: id)).flatMap {
                try SampleTable.samples(of: $0, in: database)
            }
        }
        let models = Set(samples[0].map(\.model)).sorted { one, other in
            let (isKnown, otherIsKnown) = (thresholds.same(one) != nil, thresholds.same(other) != nil)
            return isKnown != otherIsKnown ? isKnown : one.text < other.text
        }
        for model in models {
            let (one, other) = (samples[0].filter { $0.model == model }, samples[1].filter { $0.model == model })
            if let value = FaceComparison.best(one, other) { return (model, value) }
        }
        return nil
    }

    // MARK: Two rooms

    private func twoRooms(_ period: Range<Int64>) throws -> [Conflict] {
        let people = try SightingTable.seenTwice(
            from: period.lowerBound, before: period.upperBound, travel: rules.travelMilliseconds, in: database)
        let roots = Set((people + rulings.aliases.aliases).map { rulings.aliases.root(of: $0) }).sorted()
        return try roots.flatMap { person in
            let around = Self.widened(period)
            let judgement = try judgement(of: person, from: around.lowerBound, through: around.upperBound)
            return judgement.clusters.compactMap { cluster in
                guard period.contains(cluster[0].at.milliseconds) else { return nil as Conflict? }
                return TwoRooms.conflict(cluster, of: person, judgement: judgement).flatMap { $0.isOpen ? $0 : nil }
            }
        }
    }

    private static func widened(_ period: Range<Int64>) -> Range<Int64> {
        let range = HubLimits.times
        let lower = max(period.lowerBound, range.lowerBound) - clusterMilliseconds
        return lower..<max(lower, min(period.upperBound, range.upperBound) + clusterMilliseconds)
    }

    private func judgement(of person: PersonID, from: Int64, through: Int64) throws -> TwoRooms.Judgement {
        let sightings = try rulings.aliases.family(of: person).flatMap {
            try SightingTable.sightings(of: $0, from: from, through: through, in: database)
        }
        return TwoRooms.judge(sightings, travel: rules.travelMilliseconds, rulings: rulings)
    }

    private func cluster(with event: EventID) throws -> Conflict? {
        guard let sighting = try SightingTable.sighting(event, in: database) else { return nil }
        let person = rulings.aliases.root(of: sighting.person)
        let time = sighting.at.milliseconds
        let judgement = try judgement(
            of: person, from: time - Self.clusterMilliseconds, through: time + Self.clusterMilliseconds)
        return judgement.clusters.first { $0.contains { $0.event == event } }.flatMap {
            TwoRooms.conflict($0, of: person, judgement: judgement)
        }
    }

    // MARK: Corrections

    private func contestedRecords() throws -> [Conflict] {
        try CorrectionTable.severallyCorrected(in: database).flatMap { session in
            let people = try CorrectionTable.corrections(of: session, in: database).map {
                rulings.aliases.root(of: $0.person)
            }
            return try Set(people).sorted().compactMap { person in
                try record(session, person).flatMap { $0.isOpen ? $0 : nil }
            }
        }
    }

    private func record(_ session: SessionID, _ person: PersonID) throws -> Conflict? {
        guard let session = try SessionTable.find(session, in: database) else { return nil }
        let facts = try SessionFacts.read(session, of: person, rules: rules, rulings: rulings, in: database)
        let standing = CorrectionOrder.standing(of: facts.corrections, rulings: rulings)
        guard !standing.chain.isEmpty else { return nil }
        let observed = facts.records(rules: rules, now: session.end, rulings: rulings)
            .filter { $0.person == person }.flatMap(\.events)
        return CorrectionOrder.conflict(standing, session: session.id, person: person, observed: observed)
    }
}
