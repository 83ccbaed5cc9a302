import Replication
import Service

/// Keeps the node in step with its hub, both ways, for as long as the process lives.
package struct SyncService: Service.Service {
    package let name = "sync"
    private let push: PushDriver
    private let feed: FeedDriver

    package init(
        outbox: Outbox, roster: Roster, keeper: GalleryKeeper, hub: HubClient, clock: NodeClock, link: HubLink, log: Log
    ) {
        push = PushDriver(outbox: outbox, hub: hub, clock: clock, link: link, log: log)
        feed = FeedDriver(roster: roster, outbox: outbox, keeper: keeper, hub: hub, link: link)
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await push.run() }
            group.addTask { try await feed.run() }
            try await group.waitForAll()
        }
    }
}
