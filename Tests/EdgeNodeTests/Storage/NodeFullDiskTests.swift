import Attendance
import EdgeNodeCore
import Foundation
import Replication
import Service
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A node on a disk of its own that is full (I1, I13).
@Suite(.enabled(if: geteuid() == 0, "a small file system can only be mounted by root"))
struct NodeFullDiskTests {
    private static let ballastBytes: Int64 = 8 << 20

    /// A file system of 40 MiB. Takes what is free but `kilobytes` when `fill` is called, and gives it back.
    private struct SmallDisk: Sendable {
        let path: String
        private var filling: String { path + "/filling" }

        func fill(leaving bytes: Int64 = 4_096) throws {
            let free = try Folder.freeBytes(path)
            let descriptor = open(filling, O_WRONLY | O_CREAT, 0o600)
            defer { close(descriptor) }
            var status = stat()
            fstat(descriptor, &status)
            let number = posix_fallocate(descriptor, 0, off_t(Int64(status.st_size) + max(0, free - bytes)))
            #expect(number == 0)
        }

        func empty() { unlink(filling) }
    }

    private func withDisk(_ body: (SmallDisk) async throws -> Void) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            guard mount("tmpfs", folder, "tmpfs", 0, "size=40m") == 0 else {
                try Test.cancel("tmpfs cannot be mounted here: \(String(cString: strerror(errno)))")
            }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            try await body(SmallDisk(path: folder))
        }
    }

    private func runtime(_ folder: DataFolder, _ sink: MemorySink) async throws -> NodeRuntime {
        try await NodeRuntime(
            folder: folder, configuration: NodeConfiguration(), environment: [:], log: Log(sink: sink),
            ballastBytes: Self.ballastBytes)
    }

    private func record(_ count: Int, _ node: TestNode, by runtime: NodeRuntime) async throws {
        for _ in 0..<count {
            let event = node.event()
            _ = try await runtime.disk.untilDone {
                try await runtime.outbox.append(.event(event), created: 1)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func theBallastGivesWayAndComesBack() async throws {
        try await withDisk { disk in
            let node = try await TestNode(path: disk.path + "/data")
            await node.store.close()
            let sink = MemorySink()
            let runtime = try await runtime(node.folder, sink)
            let ballast = Ballast(folder: node.folder, bytes: Self.ballastBytes)
            #expect(!ballast.isThere)
            runtime.disk.look()
            #expect(ballast.isThere && runtime.disk.problem == nil)
            // Not every commit needs a new block; a hundred do.
            try disk.fill()
            try await record(100, node, by: runtime)
            #expect(!ballast.isThere && runtime.disk.policy.isSpent)
            #expect(runtime.disk.problem?.contains("full") == true)
            #expect(sink.messages().contains { $0.hasPrefix("The disk is full.") })
            #expect(try await runtime.outbox.status().recorded == 100)
            // As much as was given up is free, and no more: it must not come and go.
            runtime.disk.look()
            #expect(!ballast.isThere && runtime.disk.policy.isSpent)
            disk.empty()
            runtime.disk.look()
            #expect(ballast.isThere && !runtime.disk.policy.isSpent && runtime.disk.problem == nil)
            #expect(try await runtime.outbox.status().recorded == 100)
            await runtime.close()
        }
    }

    /// The computer was switched off on a full disk.
    @Test(.timeLimit(.minutes(1))) func aNodeThatStartsOnAFullDiskRecords() async throws {
        try await withDisk { disk in
            let node = try await TestNode(path: disk.path + "/data")
            try await node.append(5)
            await node.store.close()
            let ballast = Ballast(folder: node.folder, bytes: Self.ballastBytes)
            try ballast.make()
            try disk.fill(leaving: 0)
            // The negative control: without the ballast's room the database cannot even be opened.
            let direct = await #expect(throws: (any Error).self) {
                let store = try NodeStore(folder: node.folder)
                await store.close()
            }
            #expect("\(String(describing: direct))".contains("SQLite code"))
            let sink = MemorySink()
            let runtime = try await runtime(node.folder, sink)
            #expect(!ballast.isThere && runtime.disk.policy.isSpent)
            try await record(50, node, by: runtime)
            #expect(try await runtime.outbox.status().recorded == 55)
            await runtime.close()
        }
    }

    /// Matched from memory, and written when there is room.
    @Test(.timeLimit(.minutes(1))) func galleriesWaitForRoom() async throws {
        try await withDisk { disk in
            let node = try await TestNode(path: disk.path + "/data")
            let watch = DiskWatch(log: .silent, ballast: Ballast(folder: node.folder, bytes: Self.ballastBytes))
            watch.look()
            let keeper = try GalleryKeeper(
                folder: node.folder.gallery, store: node.store, model: TestNode.model, dimension: TestNode.dimension,
                clock: node.clock, log: node.log, disk: watch)
            try await keeper.open()
            try disk.fill(leaving: EdgeLimits.recordingBytes - 1)
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            await keeper.publish()
            #expect(keeper.matcher?.gallery.personIDs == [ana])
            #expect(try Folder.files(in: node.folder.gallery).isEmpty)
            #expect(node.sink.messages().contains { $0.hasPrefix("There is no room for a gallery file") })
            #expect(try await keeper.isStale())
            disk.empty()
            await keeper.publish()
            #expect(try Folder.files(in: node.folder.gallery).count == 1)
            #expect(try await !keeper.isStale())
            await node.store.close()
        }
    }

    private func driver(_ node: TestNode, _ keeper: GalleryKeeper? = nil) async throws -> ErasureDriver {
        ErasureDriver(
            store: node.store, outbox: node.outbox, keeper: try keeper ?? node.keeper(), lease: node.lease,
            hub: try await node.hubClient(), clock: node.clock, disk: node.disk, log: node.log)
    }

    /// To write the database anew there is no room: the hub hears of it later, and of everything else now.
    @Test(.timeLimit(.minutes(1))) func anErasureIsConfirmedWhenThereIsRoom() async throws {
        let hub = try FakeHub()
        try await withDisk { disk in
            let node = try await TestNode(path: disk.path + "/data", hub: hub.address)
            let keeper = try node.keeper()
            try await keeper.open()
            let ana = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            try await node.append(2_000)
            try await node.store.database.truncateLog()
            let erasure = Erasure(
                id: ErasureID(UUID()), position: 1, digest: Digest(bytes: Array(repeating: 9, count: 32)), person: ana,
                samplesOnly: false, consent: nil, at: 5)
            hub.state.withLock {
                $0.erasures = ErasurePage(
                    incarnation: Incarnation(UUID()), erasures: [erasure], head: 1, isRecovering: false)
            }
            let driver = try await driver(node, keeper)
            let open = { try await node.count("SELECT count(*) FROM erasures WHERE NOT attested") }
            try disk.fill(leaving: 600_000)
            #expect(try await driver.pull() == .success(1))
            #expect(try await open() == 1)
            #expect(try await Roster(store: node.store).person(ana) == nil)
            disk.empty()
            #expect(try await driver.pull() == .success(1))
            #expect(try await open() == 0)
            await node.store.close()
        }
        await hub.stop()
    }

    /// Likewise where the hub discarded something: its answer counts all the same.
    @Test func anAnswerIsTakenWithoutRoomForASecondDatabase() async throws {
        let hub = try FakeHub()
        try await withDisk { disk in
            let node = try await TestNode(path: disk.path + "/data", hub: hub.address)
            _ = try await node.enrolDirectly("Ana", TestNode.embedding(0))
            try await node.append(2_000)
            try await node.store.database.truncateLog()
            try disk.fill(leaving: 600_000)
            let item = PushReply.Item(sequence: 1, outcome: .discarded, erasure: ErasureID(UUID()))
            try await node.outbox.accept(
                PushReply(
                    incarnation: Incarnation(UUID()), acceptedThrough: 1, items: [item], received: 1, replied: 1),
                now: node.clock.evidence())
            #expect(try await node.count("SELECT count(*) FROM samples") == 0)
            #expect(try await node.outbox.state().acceptedThrough == 1)
            // Copies in the database's pages go when there is room, at any contact.
            let mustRewrite = { try await node.store.read { try ErasureState.read($0).mustRewrite } }
            #expect(try await mustRewrite())
            hub.state.withLock {
                $0.erasures = ErasurePage(incarnation: Incarnation(UUID()), erasures: [], head: 0, isRecovering: false)
            }
            let driver = try await driver(node)
            #expect(try await driver.pull() == .success(0))
            #expect(try await mustRewrite())
            disk.empty()
            #expect(try await driver.pull() == .success(0))
            #expect(try await !mustRewrite())
            await node.store.close()
        }
        await hub.stop()
    }

    /// What the hub has had for longer than a day leaves a tight disk's outbox; what it does not have never does.
    @Test func aTightDiskKeepsLess() async throws {
        try await TestNode.with { node in
            try await node.append(6)
            let day: Int64 = 86_400_000
            try await node.accepted(2)
            try await node.accepted(4, sinceBoot: 3 * day)
            var policy = DiskPolicy()
            #expect(try await node.outbox.prune(reserve: policy.reserve) == 0)
            _ = policy.look(.init(total: 100, free: 5), ballast: (true, 1))
            #expect(try await node.outbox.prune(reserve: policy.reserve) == 2)
            try await node.accepted(4, sinceBoot: 93 * day)
            #expect(try await node.outbox.prune(reserve: policy.reserve) == 2)
            #expect(try await node.count("SELECT count(*) FROM outbox") == 2)
        }
    }
}
