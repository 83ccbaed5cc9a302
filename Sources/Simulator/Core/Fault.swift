/// What can go wrong in a simulated world.
enum Fault: String, CaseIterable {
    /// The node's process ends, at once or at one of its next writes.
    case nodeKilled
    /// The node's machine loses power, at once or at one of its next writes.
    case nodePowerCut
    case hubKilled
    case hubPowerCut
    /// The node's disk takes no more for some hours.
    case nodeDiskFull
    /// The node's wall clock jumps, by seconds or by years.
    case clockJumps
    /// The node cannot reach the hub for some hours.
    case linkCut
    /// The node cannot reach the hub for so long that the hub does not wait for it any more.
    case nodeAway
    /// A row of the node's samples changes on its disk.
    case nodeRowRots
    /// The node's disk is set back to an earlier image.
    case nodeSetBack
    /// The node's disk is copied to a second machine, which runs as well.
    case nodeCloned
    /// The hub's database is copied back from an earlier time; nobody tells it.
    case hubCopiedBack
    /// All files of the hub are, also its list of erasures.
    case hubFolderCopiedBack
    /// The hub gives out a snapshot of an earlier time.
    case hubSnapshotOld
    /// The hub drops removals from its feed, as if every node had heard of them or were away.
    case hubFeedCollected

    /// The node's wall clock stands still for days.
    case nodeClockStuck
    /// A bit of an operation changes in the node's outbox.
    case nodeOutboxRots
    /// A sync of the node's disk fails, and what it should have made durable is given up.
    case nodeSyncFails
    /// The node writes what the hub cannot take: no JSON, an unknown kind, too long, of another room.
    case nodePoisoned
    /// An operator sends the node away and takes it back later.
    case nodeRevoked
    /// The node's gallery file is lost.
    case nodeGalleryLost
    /// Requests reach the hub, replies do not come back.
    case linkMute
    /// All links stop one after the other and come back in another order.
    case linksClogged
    /// The hub's wall clock is set wrong, and right again later.
    case hubClockJumps
    case hubDiskFull
    case hubSyncFails
    /// An operator restores the hub from an earlier backup, with the tool.
    case hubRestored
    /// The hub's database is copied back from further back than what nodes still hold.
    case hubCopiedBackFar
    /// The site changes to another model; nodes follow one by one.
    case modelChanges

    /// After these, what a node holds may be something else than what the feed brought.
    static let mendedBySnapshots: Set<Fault> = [
        .nodeRowRots, .nodeSetBack, .nodeCloned, .hubCopiedBack, .hubFolderCopiedBack, .hubCopiedBackFar, .hubRestored,
        .hubSnapshotOld, .nodeSyncFails, .hubSyncFails,
    ]

    static let first = Array(allCases.prefix { $0 != .nodeClockStuck })
    static let second = Array(allCases.drop { $0 != .nodeClockStuck })
}
