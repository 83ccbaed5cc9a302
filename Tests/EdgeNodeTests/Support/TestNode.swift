import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import HTTP
import Replication
import Service
import SQLite
import TestSupport
import Testing
import Trust

/// A joined node in a temporary folder, without networks.
struct TestNode: Sendable {
    let folder: DataFolder
    let store: NodeStore
    let outbox: Outbox
    let clock: NodeClock
    let time: ManualTime
    let disk: DiskWatch
    let lease: LeaseKeeper
    let sink = MemorySink()

    static let room = try! RoomID("B12")
    static let model = try! ModelID(String(repeating: "a", count: 64))
    static let otherModel = try! ModelID(String(repeating: "b", count: 64))
    static let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.05)

    var log: Log { Log(sink: sink) }

    init(
        path: String, hub: String = "https://127.0.0.1:1", time: ManualTime = ManualTime(),
        authority: AuthorityLink = FakeAuthority.shared.link
    ) async throws {
        folder = DataFolder(path: path)
        try Folder.createPrivate(path)
        store = try NodeStore(folder: folder)
        if try await store.identity() == nil {
            try await store.adopt(NodeIdentity(
                node: Node(id: NodeID(bytes: Array(repeating: 7, count: 16)), name: "node", room: Self.room),
                site: "Test School", hub: hub, key: FakeHub.nodeKey, authority: authority))
        }
        outbox = Outbox(store: store)
        self.time = time
        clock = NodeClock(time: time)
        disk = DiskWatch(log: .silent)
        lease = LeaseKeeper(store: store, clock: clock, log: .silent)
        try await lease.open()
    }

    /// A new folder for the length of `body`.
    static func with(hub: String = "https://127.0.0.1:1", _ body: (TestNode) async throws -> Void) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path + "/data", hub: hub)
            do {
                try await body(node)
                await node.store.close()
            } catch {
                await node.store.close()
                throw error
            }
        }
    }

    func event() -> Event {
        Event(
            id: clock.identifier(), room: Self.room, at: clock.evidence(),
            observation: .identification(Identification(
                person: clock.identifier(), model: Self.model, similarity: 0.7, threshold: 0.5, frames: 2)))
    }

    @discardableResult
    func append(_ count: Int) async throws -> [EventID] {
        var ids: [EventID] = []
        for _ in 0..<count {
            let event = event()
            try await outbox.append(.event(event), created: clock.wall())
            ids.append(event.id)
        }
        return ids
    }

    func keeper(model: ModelID = Self.model, sections: [SectionID] = []) throws -> GalleryKeeper {
        try GalleryKeeper(
            folder: folder.gallery, store: store, model: model, dimension: Self.dimension, clock: clock, log: log,
            sections: sections)
    }

    func recorder() -> Recorder {
        Recorder(
            store: store, outbox: outbox, disk: disk, clock: clock, room: Self.room, log: log)
    }

    func hubClient() async throws -> HubClient {
        HubClient(identity: try #require(await store.identity()), store: store, clock: clock)
    }

    func snapshotFetcher() async throws -> SnapshotFetcher {
        SnapshotFetcher(
            store: store, folder: folder.snapshot, hub: try await hubClient(), disk: disk, clock: clock, log: log)
    }

    func feedDriver(keeper: GalleryKeeper, link: HubLink? = nil) async throws -> FeedDriver {
        FeedDriver(
            roster: Roster(store: store), outbox: outbox, keeper: keeper, hub: try await hubClient(),
            link: link ?? HubLink(log: log), snapshots: try await snapshotFetcher(), health: FeedHealth(log: log),
            disk: disk, clock: clock, settled: Signal(), backoff: PushDriverTests.quick, bootSpread: 0)
    }

    /// As if the hub's checkpoint agreed with what was pulled.
    func confirmPulled() async throws {
        let checkpoint = try await store.read { try RosterTable.checkpoint(in: $0) }
        #expect(try await Roster(store: store).verify(checkpoint))
    }

    func count(_ sql: String) async throws -> Int {
        try await store.read { try $0.first(sql) { try $0.int(0) } ?? 0 }
    }

    // MARK: synthetic faces

    static let dimension = 8

    /// A unit vector along `axis`, turned by `angle` (radians) towards the next axis.
    static func embedding(_ axis: Int, turned angle: Float = 0) -> Embedding {
        var values = [Float](repeating: 0, count: dimension)
        values[axis] = cosf(angle)
        values[(axis + 1) % dimension] = sinf(angle)
        return try! Embedding(values)
    }

    func sample(of person: PersonID, _ embedding: Embedding, model: ModelID = Self.model) -> Sample {
        Sample(
            id: clock.identifier(), person: person, model: model, embedding: embedding, quality: 0.9,
            origin: .photograph, created: clock.wall())
    }

    func person(_ name: String) throws -> Person {
        try Person(id: clock.identifier(), name: name)
    }
}
