import Replication
import Service

/// Keeps the node in step with its hub, both ways, for as long as the process lives.
package struct SyncService: Service {
    package let name = "sync"
    private let push: PushDriver
    private let feed: FeedDriver

    package init(
        runtime: NodeRuntime, keeper: GalleryKeeper, hub: HubClient, link: HubLink, health: FeedHealth,
        settled: Signal
    ) {
        push = PushDriver(
            outbox: runtime.outbox, hub: hub, clock: runtime.clock, link: link, disk: runtime.disk, log: runtime.log)
        let hubKey = PinnedHubKey(folder: runtime.folder)
        let snapshots = SnapshotFetcher(
            store: runtime.store, folder: runtime.folder.snapshot, hub: hub, disk: runtime.disk, clock: runtime.clock,
            verifies: hubKey.verifies, log: runtime.log)
        feed = FeedDriver(
            roster: Roster(store: runtime.store), outbox: runtime.outbox, keeper: keeper, hub: hub, link: link,
            snapshots: snapshots, health: health, disk: runtime.disk, clock: runtime.clock, settled: settled)
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await push.run() }
            group.addTask { try await feed.run() }
            // The first error ends both.
            while try await group.next() != nil {}
        }
    }
}
