import Replication
import Service

/// Keeps the node in step with its hub, both ways, for as long as the process lives.
package struct SyncService: Service {
    package let name = "sync"
    private let push: PushDriver
    private let feed: FeedDriver
    private let erasures: ErasureDriver

    package init(
        runtime: NodeRuntime, keeper: GalleryKeeper, hub: HubClient, link: HubLink, health: FeedHealth,
        settled: Signal
    ) {
        let erasures = ErasureDriver(
            store: runtime.store, outbox: runtime.outbox, keeper: keeper, lease: runtime.lease, hub: hub,
            clock: runtime.clock, disk: runtime.disk, log: runtime.log)
        self.erasures = erasures
        push = PushDriver(
            outbox: runtime.outbox, hub: hub, clock: runtime.clock, link: link, disk: runtime.disk, log: runtime.log,
            erasures: { _ in try await erasures.pull() })
        let snapshots = SnapshotFetcher(
            store: runtime.store, folder: runtime.folder.snapshot, hub: hub, disk: runtime.disk, clock: runtime.clock,
            log: runtime.log)
        feed = FeedDriver(
            roster: Roster(store: runtime.store), outbox: runtime.outbox, keeper: keeper, hub: hub, link: link,
            snapshots: snapshots, health: health, disk: runtime.disk, clock: runtime.clock, settled: settled,
            removals: erasures.news)
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await push.run() }
            group.addTask { try await feed.run() }
            group.addTask { try await erasures.run() }
            // The first error ends both.
            while try await group.next() != nil {}
        }
    }
}
