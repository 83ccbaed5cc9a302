import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Replication
import SQLite
import Service
import Testing

/// Forgetting at a node, with a real database and real gallery files.
struct ErasureTests {
    private static let name = "Zebediah Quillfeather"
    private static let life = Incarnation(bytes: Array(repeating: 1, count: 16))

    private func page(
        _ person: PersonID?, id: ErasureID = ErasureID(UUID()), position: Int64 = 1, consent: Int? = nil
    ) -> ErasurePage {
        let erasure = Erasure(
            id: id, position: position, digest: Digest(bytes: Array(repeating: 9, count: 32)), person: person,
            samplesOnly: consent != nil, consent: consent, at: 5)
        return ErasurePage(incarnation: Self.life, erasures: [erasure], head: position, isRecovering: false)
    }

    private func apply(_ page: ErasurePage, to node: TestNode) async throws {
        try await node.store.write { _ = try ErasureTable.apply(page, in: $0) }
    }

    private func operations(_ node: TestNode) async throws -> [OutboxOperation] {
        try await node.outbox.load(after: 0, limit: 100).map {
            try WireCoding.decode(OutboxOperation.self, from: $0.line)
        }
    }

    private func traces(_ node: TestNode, _ needles: [[UInt8]]) throws -> [String] {
        let files = try Folder.files(in: node.folder.path) + Folder.files(in: node.folder.gallery)
        return try files.filter { path in
            let bytes = Data(try PrivateFile.read(path, maximumBytes: 1 << 28))
            return needles.contains { bytes.range(of: Data($0)) != nil }
        }
    }

    private func driver(_ node: TestNode, _ keeper: GalleryKeeper) async throws -> ErasureDriver {
        ErasureDriver(
            store: node.store, outbox: node.outbox, keeper: keeper, lease: node.lease, hub: try await node.hubClient(),
            clock: node.clock, disk: node.disk, log: node.log)
    }

    @Test func nothingOfAnErasedPersonIsLeftInAnyFile() async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { node async throws in
            let embedding = TestNode.embedding(3, turned: 0.3)
            let keeper = try node.keeper()
            try await keeper.open()
            _ = try await node.enrolDirectly("Somebody Else", TestNode.embedding(0))
            let person = try await node.enrolDirectly(Self.name, embedding)
            await keeper.publish()
            let needles = [Array(Self.name.utf8), embedding.littleEndianBytes]
            // The negative control: database or its log. Faces are sealed.
            #expect(try !traces(node, [needles[0]]).isEmpty && traces(node, [needles[1]]).isEmpty)
            hub.state.withLock { $0.erasures = page(person) }
            #expect(try await driver(node, keeper).pull() == .success(1))
            #expect(try traces(node, needles + [person.bytes, Array(person.description.utf8)]) == [])
            #expect(keeper.matcher?.gallery.personIDs.contains(person) == false)
            let operations = try await operations(node)
            #expect(operations.count == 3)
            guard case .scrubbed = operations[1].content, case .attestation(let word) = operations[2].content else {
                Issue.record("the enrolment is not scrubbed, or nothing attests that")
                return
            }
            #expect(word.galleryRoot == keeper.matcher?.gallery.root && word.galleryRoot != nil)
            // A second contact does nothing again.
            #expect(try await driver(node, keeper).pull() == .success(1))
            #expect(try await self.operations(node).count == 3)
        }
        await hub.stop()
    }

    /// Stopped after the transaction and before anything else: the next contact makes it good.
    @Test func whatWasInterruptedIsFinishedAtTheNextContact() async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { node async throws in
            let keeper = try node.keeper()
            try await keeper.open()
            let person = try await node.enrolDirectly(Self.name, TestNode.embedding(1))
            await keeper.publish()
            hub.state.withLock { $0.erasures = page(person) }
            try await apply(hub.state.withLock { $0.erasures }, to: node)
            #expect(try await node.store.read { try ErasureTable.open(in: $0) }.count == 1)
            let restarted = try node.keeper()
            try await restarted.open()
            #expect(restarted.matcher == nil)
            _ = try await driver(node, restarted).pull()
            #expect(try await node.store.read { try ErasureTable.open(in: $0) }.isEmpty)
            #expect(try Folder.files(in: node.folder.gallery).isEmpty)
        }
        await hub.stop()
    }

    @Test func whoWasErasedIsRefusedForEver() async throws {
        try await TestNode.with { node async throws in
            let person = try node.person(Self.name)
            let sample = node.sample(of: person.id, TestNode.embedding(1))
            try await apply(page(person.id), to: node)
            // A page of the feed that was under way, and an operator who enrols with the old id.
            let cursor = Cursor(incarnation: Self.life, position: 9)
            try await Roster(store: node.store).apply(
                [.person(person), .sample(sample)], cursor: cursor, reset: false)
            #expect(try await node.count("SELECT count(*) FROM people") == 0)
            #expect(try await node.count("SELECT count(*) FROM samples") == 0)
            await #expect(throws: Failure.self) {
                try await node.store.write {
                    try RosterTable.enrol(Enrolment(person: person, samples: [sample]), created: 1, in: $0)
                }
            }
        }
    }

    @Test func unknownFacesOfThePersonGo() async throws {
        try await TestNode.with { node async throws in
            let (person, other) = (node.clock.identifier(Person.self), node.clock.identifier(Person.self))
            try await node.store.write { connection in
                let faces: [(PersonID?, PersonID?)] = [(person, nil), (nil, person), (nil, other), (nil, nil)]
                for (named, nearest) in faces {
                    try connection.execute(
                        "INSERT INTO unknown_faces VALUES (?, 'm', x'00', 1, 1, 1, 1, NULL, ?, NULL, ?)",
                        node.clock.identifier(UnknownFaceSubject.self).bytes, nearest?.bytes, named?.bytes)
                }
            }
            try await apply(page(person), to: node)
            #expect(try await node.count("SELECT count(*) FROM unknown_faces") == 2)
        }
    }

    @Test func withdrawnConsentKeepsThePersonAndWhatWasSeen() async throws {
        try await TestNode.with { node async throws in
            let person = try await node.enrolDirectly(Self.name, TestNode.embedding(1))
            try await node.outbox.append(.event(Event(
                id: node.clock.identifier(), room: TestNode.room, at: node.clock.evidence(),
                observation: .identification(Identification(
                    person: person, model: TestNode.model, similarity: 0.7, threshold: 0.5, frames: 2)))), created: 1)
            try await apply(page(person, consent: 2), to: node)
            let kept = try await Roster(store: node.store).person(person)
            #expect(kept?.name == Self.name && kept?.consent == 2)
            #expect(try await node.count("SELECT count(*) FROM samples") == 0)
            let contents = try await operations(node).map(\.content)
            guard case .scrubbed = contents[0], case .event = contents[1] else {
                Issue.record("the wrong operations were scrubbed")
                return
            }
            let sample = node.sample(of: person, TestNode.embedding(2))
            await #expect(throws: Failure.self) {
                try await node.store.write { [kept = try #require(kept)] in
                    try RosterTable.enrol(Enrolment(person: kept, samples: [sample]), created: 1, in: $0)
                }
            }
        }
    }

    /// The hub does not say any more who it was: the node forgets all that it had from the hub, and pulls it again.
    @Test func aNodeThatWasAwayTooLongStartsFromNothing() async throws {
        try await TestNode.with { node async throws in
            let person = try node.person(Self.name)
            let cursor = Cursor(incarnation: Self.life, position: 9)
            try await Roster(store: node.store).apply([.person(person)], cursor: cursor, reset: false)
            let mine = try await node.enrolDirectly("Enrolled Here", TestNode.embedding(1))
            try await apply(page(nil), to: node)
            #expect(try await node.outbox.state().cursor == nil)
            #expect(try await Roster(store: node.store).person(person.id) == nil)
            #expect(try await Roster(store: node.store).person(mine) != nil)
            #expect(try await node.store.read { try ErasureTable.open(in: $0) }.isEmpty)
        }
    }

    @Test func whatTheHubDiscardsIsForgottenHere() async throws {
        try await TestNode.with { node async throws in
            let person = try await node.enrolDirectly(Self.name, TestNode.embedding(1))
            let id = ErasureID(UUID())
            try await apply(page(nil, id: id), to: node)
            let item = PushReply.Item(sequence: 1, outcome: .discarded, erasure: id)
            try await node.outbox.accept(PushReply(
                incarnation: Self.life, acceptedThrough: 1, items: [item], received: 1, replied: 1),
                now: node.clock.evidence())
            #expect(try await Roster(store: node.store).person(person) == nil)
            #expect(try await node.count("SELECT count(*) FROM samples") == 0)
            guard case .scrubbed(let scrubbed) = try await operations(node)[0].content else {
                Issue.record("not scrubbed")
                return
            }
            #expect(scrubbed.erasure == id)
        }
    }
}
