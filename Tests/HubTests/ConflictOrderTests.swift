import Attendance
import Crypto
import Foundation
import HubCore
import Replication
import SQLite
import Testing

/// The order in which operations reach the hub changes nothing: every order of so few of them, with the hub's real
/// transactions on a real database.
struct ConflictOrderTests {
    private struct Rollback: Error {}

    /// Everything that a screen could show.
    private struct Outcome: Hashable {
        let conflicts: [Conflict]
        let records: [Record]
        let checkpoint: Checkpoint
        let decisions: [ConflictDecision]
    }

    private struct Operation {
        let name: String
        /// Operations that a human or the hub must have seen before this one.
        var after: [String] = []
        let perform: (Connection) throws -> Void
    }

    private static let start = HubHarness.monday
    private static let thresholds = FaceThresholds([TestNode.model: ConflictHarness.faces])
    private static let session = try! Session(
        id: SessionID(id(90)), section: SectionID("7b"), room: RoomID("B12"), start: start, end: start + 2_700_000)
    private static let here = Node(id: NodeID(id(91)), name: "here", room: try! RoomID("B12"))
    private static let away = Node(id: NodeID(id(92)), name: "away", room: try! RoomID("C04"))

    private static func id(_ number: Int) -> UUID { UUID(uuidString: "00000000-0000-4000-8000-0000000000\(number)")! }

    private static func database() throws -> Connection {
        let database = try Connection(path: "orders", mode: .memory)
        try database.migrate(HubSchema.migrations)
        try HubStore.begin(
            site: "Hill School", timeZone: .gmt, incarnation: Incarnation(id(93)), created: 0, in: database)
        for node in [here, away] {
            try NodeTable.insert(node, key: SigningKey().verifyingKey, joined: start, in: database)
        }
        _ = try SessionTable.put(session, in: database)
        return database
    }

    /// An operation of a node, in an outbox of its own, so that it may come at any time.
    private static func pushed(
        _ number: Int, _ name: String, by node: Node, _ content: OutboxOperation.Content
    ) throws -> Operation {
        let at = TimeEvidence(
            wall: start + 60_000, sinceBoot: 9_000_000, boot: "b", offset: 0, offsetError: 5)
        let line = try WireCoding.encode(OutboxOperation(sequence: 1, content: content))
        let header = PushHistory().header(of: Lineage(id(number)), first: 1, lines: [line], at: at)
        let batch = try PreparedBatch(PushBatch(header: header, lines: [line]).encoded(), from: node)
        let fresh = Ingest.Fresh(nonce: 1, incarnation: Incarnation(id(94)))
        return Operation(name: name) { database in
            let outcome = try Ingest.take(batch, from: node, received: start + 60_000, fresh: fresh, in: database)
            #expect(outcome.items.allSatisfy { $0.outcome == .discarded }, "\(name): \(outcome.items)")
            try FaceCheck.run(thresholds, in: database)
        }
    }

    private static func enrolment(
        _ number: Int, _ person: Person, _ face: [Float], by node: Node
    ) throws -> Operation {
        let sample = Sample(
            id: SampleID(id(number + 20)), person: person.id, model: TestNode.model, embedding: try Embedding(face),
            quality: 0.9, origin: .capture, created: start)
        return try pushed(number, "enrol \(person.name)", by: node, .enrolment(
            try Enrolment(person: person, samples: [sample])))
    }

    private static func sighting(
        _ number: Int, _ person: Person, by node: Node, second: Int64, similarity: Float
    ) throws -> Operation {
        let at = TimeEvidence(
            wall: start + second * 1_000, sinceBoot: 8_940_000 + second * 1_000, boot: "b", offset: 0, offsetError: 5)
        return try pushed(number, "see \(person.name) in \(node.room)", by: node, .event(Event(
            id: EventID(id(number)), room: node.room, at: at, observation: .identification(Identification(
                person: person.id, model: TestNode.model, similarity: similarity, threshold: 0.4, frames: 3)))))
    }

    private static func correction(
        _ number: Int, _ person: Person, _ status: Status, at: Int64, over seen: [Int] = []
    ) -> Operation {
        let correction = Correction(
            id: EventID(id(number)), session: session.id, person: person.id, status: status, actor: "Ms Ito",
            reason: nil, at: at, supersedes: seen.map { EventID(id($0)) })
        return Operation(name: "\(status.rawValue) \(person.name)") { database in
            // An erased person has no records: the hub asks whether they exist before.
            guard try ErasureTable.standing(of: person.id, in: database).erased == nil else { return }
            try CorrectionTable.insert(correction, in: database)
        }
    }

    private static func decision(
        _ number: Int, _ conflict: ConflictID, _ ruling: Ruling, at: Int64, after: [String], undone: Bool = false
    ) -> Operation {
        let decision = ConflictDecision(
            id: DecisionID(id(number)), conflict: conflict, ruling: ruling, actor: "Ms Ito", reason: nil, at: at)
        return Operation(name: "decide \(ruling.resolution.rawValue)", after: after) { database in
            try Deciding.carryOut(decision, in: database)
            guard undone else { return }
            try Deciding.undo(
                decision, id: DecisionID(id(number + 1)), actor: "Ms Ito", reason: nil, at: at + 1, in: database)
        }
    }

    private static func outcome(in database: Connection) throws -> Outcome {
        let rules = AttendanceRules()
        let reader = try ConflictReader(database, rules: rules, thresholds: thresholds)
        let facts = try SessionFacts.read(session, of: nil, rules: rules, rulings: reader.rulings, in: database)
        return Outcome(
            conflicts: try reader.all(kinds: ConflictKind.allCases, period: start - 1..<start + 86_400_000),
            records: facts.records(rules: rules, now: session.end, rulings: reader.rulings),
            checkpoint: try FeedTable.checkpoint(in: database), decisions: reader.decisions)
    }

    /// All allowed orders; gives the one outcome of all of them, and how many there were.
    private func outcome(_ operations: [Operation]) throws -> (outcome: Outcome, orders: Int) {
        let database = try Self.database()
        var found: Outcome?
        var orders = 0
        func go(_ rest: [Operation], _ done: [String]) throws {
            if rest.isEmpty {
                let outcome = try Self.outcome(in: database)
                orders += 1
                if let found, found != outcome {
                    Issue.record("another outcome in the order \(done): \(outcome) instead of \(found)")
                }
                found = found ?? outcome
            }
            for (index, operation) in rest.enumerated() where operation.after.allSatisfy(done.contains) {
                var others = rest
                others.remove(at: index)
                do {
                    try database.savepoint {
                        try operation.perform(database)
                        try go(others, done + [operation.name])
                        throw Rollback()
                    }
                } catch is Rollback {}
            }
        }
        try database.transaction { try go(operations, []) }
        return (try #require(found), orders)
    }

    private static let ana = try! Person(id: PersonID(id(11)), name: "Ana", number: "7", sections: [SectionID("7b")])
    private static let ben = try! Person(id: PersonID(id(12)), name: "Ben", number: "7", sections: [SectionID("7b")])

    private static func enrolments() throws -> [Operation] {
        [
            try enrolment(31, ana, ConflictHarness.face, by: here),
            try enrolment(32, ben, ConflictHarness.alike, by: away),
        ]
    }

    @Test func sameNumberAndSameFace() throws {
        let (outcome, orders) = try outcome(Self.enrolments() + [
            Self.sighting(41, Self.ana, by: Self.here, second: 10, similarity: 0.6),
            Self.sighting(42, Self.ben, by: Self.here, second: 20, similarity: 0.6),
        ])
        #expect(orders == 24)
        #expect(outcome.conflicts.map(\.id.kind) == [.sameFace, .sameNumber])
        #expect(outcome.records.count == 2)
    }

    @Test func mergingAndWhatComesLate() throws {
        let pair = PersonPair(Self.ana.id, Self.ben.id)
        let names = ["enrol Ana", "enrol Ben"]
        let merge = Self.decision(
            61, .sameFace(pair), .merge(from: Self.ben.id, into: Self.ana.id), at: 5, after: names)
        let (outcome, orders) = try outcome(Self.enrolments() + [
            Self.sighting(41, Self.ben, by: Self.here, second: 10, similarity: 0.6),
            Self.sighting(42, Self.ana, by: Self.away, second: 12, similarity: 0.9),
            Self.enrolment(33, Self.ben, ConflictHarness.face, by: Self.away), merge,
        ])
        #expect(orders > 100)
        #expect(outcome.conflicts.map(\.id.kind) == [.sameFace, .twoRooms])
        #expect(outcome.conflicts.map(\.isOpen) == [false, true])
        #expect(outcome.records.map(\.person) == [Self.ana.id])
        #expect(outcome.records.map(\.review) == [[.twoRooms]])
    }

    @Test func mergingAndUndoing() throws {
        let pair = PersonPair(Self.ana.id, Self.ben.id)
        let merge = Self.decision(
            61, .sameFace(pair), .merge(from: Self.ben.id, into: Self.ana.id), at: 5,
            after: ["enrol Ana", "enrol Ben"], undone: true)
        let others = try Self.enrolments() + [
            Self.sighting(41, Self.ben, by: Self.here, second: 10, similarity: 0.6),
            Self.enrolment(33, Self.ben, ConflictHarness.face, by: Self.away),
        ]
        #expect(try outcome(others + [merge]).outcome == outcome(others).outcome)
    }

    @Test func twoRoomsAndCorrections() throws {
        let events = [EventID(Self.id(41)), EventID(Self.id(42))]
        let room = Self.decision(
            61, .twoRooms(events[0]), .sightings(right: [events[1]], wrong: [events[0]]), at: 5,
            after: ["see Ana in B12", "see Ana in C04"])
        let operations = try [
            Self.sighting(41, Self.ana, by: Self.here, second: 10, similarity: 0.9),
            Self.sighting(42, Self.ana, by: Self.away, second: 12, similarity: 0.6),
            Self.sighting(43, Self.ana, by: Self.here, second: 14, similarity: 0.8),
            Self.correction(51, Self.ana, .absent, at: 1), Self.correction(52, Self.ana, .excused, at: 2), room,
        ]
        let (outcome, orders) = try outcome(operations)
        #expect(orders > 100)
        #expect(outcome.conflicts.map(\.id.kind) == [.corrections, .twoRooms])
        #expect(outcome.conflicts.map(\.isOpen) == [true, false])
        #expect(outcome.records.map(\.status) == [.excused])
        #expect(outcome.records.map(\.setAside.count) == [2])
    }

    @Test func aDecisionAboutCorrections() throws {
        let keep = Self.decision(
            61, .corrections(Self.session.id, Self.ana.id),
            .keep(correction: EventID(Self.id(51)), over: [EventID(Self.id(52))]), at: 5,
            after: ["absent Ana", "excused Ana"])
        let (outcome, _) = try outcome([
            Self.enrolment(31, Self.ana, ConflictHarness.face, by: Self.here),
            Self.sighting(41, Self.ana, by: Self.here, second: 10, similarity: 0.9),
            Self.correction(51, Self.ana, .absent, at: 1), Self.correction(52, Self.ana, .excused, at: 2), keep,
        ])
        #expect(outcome.conflicts.map(\.isOpen) == [false])
        #expect(outcome.records.map(\.status) == [.absent])
    }

    /// Whoever is erased is gone from every order with all that was decided about them; others stay as they are.
    @Test func anErasureAmongEverythingElse() throws {
        let pair = PersonPair(Self.ana.id, Self.ben.id)
        let erase = Operation(name: "erase Ana", after: ["enrol Ana"]) { database in
            try Erasing.perform(
                Erasing.Order(
                    id: ErasureID(Self.id(70)), person: Self.ana.id, samplesOnly: false, at: Self.start,
                    actor: "Ms Ito", reason: "left"),
                in: database)
        }
        let different = Operation(name: "decide", after: ["enrol Ana", "enrol Ben"]) { database in
            let isThere = try ConflictReader(database, rules: AttendanceRules(), thresholds: Self.thresholds)
                .find(.sameFace(pair)) != nil
            // Nobody can decide about what is not shown any more.
            guard isThere else { return }
            try Deciding.carryOut(
                ConflictDecision(
                    id: DecisionID(Self.id(61)), conflict: .sameFace(pair), ruling: .different(pair), actor: "Ms Ito",
                    reason: nil, at: 5),
                in: database)
        }
        let (outcome, orders) = try outcome(Self.enrolments() + [
            Self.sighting(41, Self.ana, by: Self.here, second: 10, similarity: 0.6),
            Self.sighting(42, Self.ben, by: Self.here, second: 20, similarity: 0.6),
            Self.correction(51, Self.ana, .absent, at: 1), different, erase,
        ])
        #expect(orders > 500)
        #expect(outcome.conflicts.isEmpty && outcome.decisions.isEmpty)
        #expect(outcome.records.map(\.person) == [Self.ben.id])
    }
}
