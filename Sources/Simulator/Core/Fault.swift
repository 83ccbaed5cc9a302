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
}
