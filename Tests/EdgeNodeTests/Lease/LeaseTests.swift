import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Replication
import Service
import SQLite
import Testing

/// A node's gallery lease, with a real database and real gallery files.
struct LeaseTests {
    private static let life = Incarnation(bytes: Array(repeating: 1, count: 16))
    private static let key = LeaseKey(bytes: Array(repeating: 5, count: 32))!
    private static let otherKey = LeaseKey(bytes: Array(repeating: 6, count: 32))!
    private static let day = 86_400.0

    private func page(_ lease: LeaseKey?, days: Int = 14, erasing: PersonID? = nil) -> ErasurePage {
        let erasures = erasing.map { person in
            Erasure(
                id: ErasureID(UUID()), position: 1, digest: Digest(bytes: Array(repeating: 9, count: 32)),
                person: person, samplesOnly: false, consent: nil, at: 5)
        }
        var page = ErasurePage(
            incarnation: Self.life, erasures: [erasures].compactMap(\.self), head: erasing == nil ? 0 : 1,
            isRecovering: false)
        page.lease = lease.map { LeaseGrant(key: $0, days: days) }
        return page
    }

    private func contact(_ node: TestNode, _ keeper: GalleryKeeper, _ hub: FakeHub, _ page: ErasurePage) async throws {
        hub.state.withLock { $0.erasures = page }
        let driver = ErasureDriver(
            store: node.store, outbox: node.outbox, keeper: keeper, lease: node.lease, hub: try await node.hubClient(),
            clock: node.clock, disk: node.disk, log: node.log)
        #expect(try await driver.pull() == .success(page.head))
    }

    private func look(_ node: TestNode, _ keeper: GalleryKeeper) async throws {
        try await LeaseService(lease: node.lease, keeper: keeper, disk: node.disk, log: node.log).look()
    }

    private func traces(_ node: TestNode, _ needle: [UInt8]) throws -> [String] {
        let files = try Folder.files(in: node.folder.path) + Folder.files(in: node.folder.gallery)
        return try files.filter {
            Data(try PrivateFile.read($0, maximumBytes: 1 << 28)).range(of: Data(needle)) != nil
        }
    }

    /// Somebody whom the hub handed out.
    private func pull(_ name: String, _ embedding: Embedding, to node: TestNode) async throws -> PersonID {
        let person = try node.person(name)
        try await Roster(store: node.store).apply(
            [.person(person), .sample(node.sample(of: person.id, embedding))],
            cursor: Cursor(incarnation: Self.life, position: 2), reset: false)
        try await node.confirmPulled()
        return person.id
    }

    private func seen(_ embedding: Embedding, crop: [UInt8]? = nil) -> FaceObservation {
        FaceObservation(
            decision: .unknown(nearest: nil), embedding: embedding, model: TestNode.model, accept: TestNode.rule.accept,
            quality: 0.5, frames: 1, crop: crop)
    }

    private func record(_ node: TestNode, _ observation: FaceObservation) async throws -> [Event] {
        var silence: RepeatSilence?
        return try await node.recorder().record([observation], at: node.clock.evidence(), file: nil, silence: &silence)
    }

    private func matched(_ keeper: GalleryKeeper, _ embedding: Embedding) -> PersonID? {
        keeper.matcher?.matches(embedding, count: 1).first.flatMap { $0.similarity > 0.9 ? $0.personID : nil }
    }

    private func withNode(_ body: (TestNode, FakeHub) async throws -> Void) async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { try await body($0, hub) }
        await hub.stop()
    }

    @Test func noFaceLiesPlainOnTheDisk() async throws {
        try await withNode { node, hub in
            let (face, stranger) = (TestNode.embedding(1, turned: 0.3), TestNode.embedding(4, turned: 0.7))
            let crop = Array("a photograph of a stranger".utf8)
            let keeper = try node.keeper()
            try await keeper.open()
            try await contact(node, keeper, hub, page(Self.key))
            let person = try await pull("Ana", face, to: node)
            await keeper.publish()
            _ = try await record(node, seen(stranger, crop: crop))
            #expect(matched(keeper, face) == person)
            for needle in [face.littleEndianBytes, stranger.littleEndianBytes, crop] {
                #expect(try traces(node, needle) == [])
            }
            // The negative controls: names are there, and so is the key, of which docs/PRIVACY.md speaks.
            #expect(try !traces(node, Array("Ana".utf8)).isEmpty && !traces(node, Self.key.bytes).isEmpty)
            #expect(try Folder.files(in: node.folder.gallery).allSatisfy { SealedGalleryFile.isOne($0) })
        }
    }

    @Test func theEndStopsMatchingAndRecordingGoesOnUntilTheHubIsBack() async throws {
        try await withNode { node, hub in
            let face = TestNode.embedding(1)
            let keeper = try node.keeper()
            try await keeper.open()
            try await contact(node, keeper, hub, page(Self.key))
            let person = try await pull("Ana", face, to: node)
            await keeper.publish()
            let cursor = try await node.outbox.state().cursor
            _ = try await record(node, seen(TestNode.embedding(5)))
            node.time.advance(seconds: 13.9 * Self.day)
            try await look(node, keeper)
            #expect(matched(keeper, face) == person && node.lease.problem == nil)
            #expect(LeaseCheck(folder: node.folder, time: node.time).finding()?.verdict == .warn)

            node.time.advance(seconds: 0.2 * Self.day)
            #expect(LeaseCheck(folder: node.folder, time: node.time).finding()?.verdict == .fail)
            try await look(node, keeper)
            #expect(keeper.matcher == nil && node.lease.problem?.contains("lease is over") == true)
            #expect(try Folder.files(in: node.folder.gallery) == [])
            #expect(try traces(node, Self.key.bytes) == [])
            let events = try await record(node, seen(TestNode.embedding(5)))
            #expect(events.count == 1)
            guard case .unknown? = events.first?.observation else { return #expect(Bool(false), "not unknown") }
            #expect(try await node.count("SELECT count(*) FROM unknown_faces") == 1)
            #expect(try await node.outbox.status().recorded == 2)
            await #expect(throws: (any Error).self) { try await node.enrolDirectly("Ben", TestNode.embedding(2)) }
            #expect(try await node.outbox.status().recorded == 2, "a refused enrolment must leave no operation")
            // Also after a restart.
            let restarted = LeaseKeeper(store: node.store, clock: node.clock, log: .silent)
            try await restarted.open()
            let again = try node.keeper()
            try await again.open()
            #expect(again.matcher == nil && restarted.problem != nil)

            // With the key everything is back at once, and nothing was pulled again.
            try await contact(node, keeper, hub, page(Self.key))
            #expect(matched(keeper, face) == person && node.lease.problem == nil)
            #expect(try await node.outbox.state().cursor == cursor)
            _ = try await record(node, seen(TestNode.embedding(5)))
            #expect(try await node.count("SELECT max(sightings) FROM unknown_faces") == 2)
        }
    }

    /// Time that the process did not see: the lease is over before anybody is recognised.
    @Test func aStartAfterTheEndRecognisesNobody() async throws {
        try await withNode { node, hub in
            let keeper = try node.keeper()
            try await keeper.open()
            try await contact(node, keeper, hub, page(Self.key))
            _ = try await pull("Ana", TestNode.embedding(1), to: node)
            await keeper.publish()
            node.time.advance(seconds: 20 * Self.day)
            node.time.reboot(bootID: "boot-2")
            try await LeaseKeeper(store: node.store, clock: node.clock, log: .silent).open()
            let restarted = try node.keeper()
            try await restarted.open()
            #expect(restarted.matcher == nil)
            #expect(try traces(node, Self.key.bytes) == [] && Folder.files(in: node.folder.gallery) == [])
        }
    }

    /// Whoever was erased while the node was away is not recognised for a moment when the lease comes back.
    @Test func erasuresComeBeforeTheLease() async throws {
        try await withNode { node, hub in
            let keeper = try node.keeper()
            try await keeper.open()
            try await contact(node, keeper, hub, page(Self.key))
            let ana = try await pull("Ana", TestNode.embedding(1), to: node)
            let ben = try await pull("Ben", TestNode.embedding(2), to: node)
            await keeper.publish()
            node.time.advance(seconds: 20 * Self.day)
            try await look(node, keeper)
            try await contact(node, keeper, hub, page(Self.key, erasing: ana))
            #expect(keeper.matcher?.gallery.personIDs == [ben])
        }
    }

    @Test func aRevokedNodeForgetsItsKeyAndLaterEverythingThatItSealed() async throws {
        try await withNode { node, hub in
            let keeper = try node.keeper()
            try await keeper.open()
            try await contact(node, keeper, hub, page(Self.key))
            _ = try await pull("Ana", TestNode.embedding(1), to: node)
            let own = try await node.enrolDirectly("Enrolled here", TestNode.embedding(3))
            _ = try await record(node, seen(TestNode.embedding(5)))
            await keeper.publish()
            var revoked = page(nil)
            revoked.isRevoked = true
            try await contact(node, keeper, hub, revoked)
            #expect(keeper.matcher == nil && node.lease.problem?.contains("revoked") == true)
            #expect(try traces(node, Self.key.bytes) == [] && Folder.files(in: node.folder.gallery) == [])
            // Approved again: another key. What the hub handed out is pulled again; what it does not have yet is in the
            // outbox.
            try await contact(node, keeper, hub, page(Self.otherKey))
            #expect(try await node.outbox.state().cursor == nil)
            #expect(keeper.matcher?.gallery.personIDs == [own])
            #expect(matched(keeper, TestNode.embedding(3)) == own)
            #expect(try await node.count("SELECT count(*) FROM unknown_faces") == 0)
        }
    }

    /// The node's own key of the first moment gives way to the hub's.
    @Test func anotherKeySealsEverythingAnew() async throws {
        try await withNode { node, hub in
            let keeper = try node.keeper()
            try await keeper.open()
            let person = try await pull("Ana", TestNode.embedding(1), to: node)
            _ = try await record(node, seen(TestNode.embedding(5), crop: [1, 2, 3]))
            await keeper.publish()
            let before = try #require(node.lease.state.key)
            try await contact(node, keeper, hub, page(Self.key))
            #expect(try traces(node, before.bytes) == [])
            #expect(matched(keeper, TestNode.embedding(1)) == person)
            let restarted = try node.keeper()
            try await restarted.open()
            #expect(matched(restarted, TestNode.embedding(1)) == person)
            #expect(!node.sink.messages().contains("A gallery file cannot be used; it is made anew."))
            _ = try await record(node, seen(TestNode.embedding(5)))
            #expect(try await node.count("SELECT max(sightings) FROM unknown_faces") == 2)
        }
    }

    /// I9: a file of another node, or one that was changed, is not matched with; it is made anew.
    @Test func aGalleryUnderAnotherKeyIsMadeAnew() async throws {
        try await withNode { node, _ in
            let keeper = try node.keeper()
            try await keeper.open()
            let person = try await pull("Ana", TestNode.embedding(1), to: node)
            await keeper.publish()
            let path = try #require(try Folder.files(in: node.folder.gallery).first)
            let stranger = try Gallery(
                header: keeper.matcher!.gallery.header,
                rows: [GalleryRow(sampleID: node.clock.identifier(), personID: node.clock.identifier(),
                    embedding: TestNode.embedding(1))])
            let elsewhere = try GalleryStore(folder: node.folder.path + "/elsewhere", model: TestNode.model)
            let name = try elsewhere.publish(stranger, key: Self.otherKey.bytes).fileName
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: elsewhere.folder + "/" + name, toPath: path)
            let restarted = try node.keeper()
            try await restarted.open()
            #expect(matched(restarted, TestNode.embedding(1)) == person)
            #expect(node.sink.messages().contains("A gallery file cannot be used; it is made anew."))
        }
    }

    /// The feed waits for a key, and asks for one; nothing is lost by it.
    @Test func whatTheFeedBringsWaitsForTheLease() async throws {
        try await withNode { node, hub in
            let person = try node.person("Ana")
            hub.state.withLock {
                $0.feed = [.person(person), .sample(node.sample(of: person.id, TestNode.embedding(1)))]
            }
            let keeper = try node.keeper()
            try await keeper.open()
            try await node.lease.end(.ranOut)
            let driver = try await node.feedDriver(keeper: keeper)
            try await whileRunning({ try await driver.run() }) {
                try await Task.sleep(for: .milliseconds(300))
                #expect(hub.state.withLock { $0.polls } == 0)
                #expect(try await node.count("SELECT count(*) FROM samples") == 0)
                try await contact(node, keeper, hub, page(Self.key))
                try await eventually("the sample is matched") { matched(keeper, TestNode.embedding(1)) == person.id }
            }
        }
    }
}
