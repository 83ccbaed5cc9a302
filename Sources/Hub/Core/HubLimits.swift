import Replication

/// Limits of the hub, each with its unit. What happens at the limit is said beside it.
package enum HubLimits {
    /// Most items in one page of a list; a larger `limit` is refused (400).
    package static let pageItems = 500
    /// Items in one page when the client names no limit.
    package static let defaultPageItems = 100
    /// Largest request with photographs, in bytes; a larger one is refused (413).
    package static let photographRequestBytes = 48 << 20
    /// Most photographs in one request; more are refused (400).
    package static let photographsPerRequest = 16
    /// Photographs that may wait for the two analysers; more are refused (429).
    package static let photographsWaiting = 32
    /// Photographs analysed at the same time.
    package static let photographsAtOnce = 2
    /// How long it rests after it has read a person's kept crops, as a multiple of what that took.
    static let reembeddingRest = 2
    /// How often it is looked for kept crops that wait, if nothing happens, in seconds.
    static let reembeddingSeconds: Double = 3_600
    /// How long the hub waits for more before it reads kept crops, in milliseconds.
    static let reembeddingPauseMilliseconds: Int64 = 1_000
    /// Largest timetable, in bytes; a larger one is refused (413).
    package static let timetableBytes = 4 << 20
    /// Most lines of a timetable; a longer one is refused (400).
    package static let timetableLines = 20_000
    /// Largest receipt that is checked, in bytes; a larger one is refused.
    package static let receiptBytes = 16 << 20
    /// How often the whole database is read and checked, in milliseconds.
    static let integrityCheckMilliseconds: Int64 = 86_400_000
    /// How long after the start for the first time, in milliseconds: when the nodes have come back.
    static let firstIntegrityCheckMilliseconds: Int64 = 3_600_000
    /// Most problems that a check looks for.
    static let integrityProblems = 20
    /// Most operations of one node that lie in quarantine. What comes beyond is not taken (503): the node keeps it, and
    /// sends nothing after it before an operator has made room.
    static let quarantinedPerNode = 20_000
    /// The same, in bytes.
    static let quarantinedBytesPerNode = 64 << 20
    /// What a node is asked to wait then, in seconds.
    static let quarantineRetrySeconds = 60
    /// How far behind its last position the feed of a restored database goes on, in positions: none is given twice.
    static let restoredFeedGap: Int64 = 1 << 32
    /// Sessions that one request for records looks at; the page then ends early with a cursor to go on.
    package static let sessionsPerSearch = 500
    /// How long a join token may live, in minutes.
    package static let tokenMinutes = 1...1_440
    /// How long a join token lives when nobody says so, in minutes.
    package static let defaultTokenMinutes = 15
    /// Sections that one node may be limited to; more are refused (400).
    package static let sectionsPerNode = 64
    /// A node that was not heard for longer must be approved again, in days: a quarter, and a month of grace.
    package static let lapseDays: Int64 = 90 + 30
    static let lapseMilliseconds = lapseDays * 86_400_000
    /// How much older than the truth the database's memory of when a node was heard may be, in milliseconds: a day, so
    /// that polls do not write.
    static let heardPrecisionMilliseconds: Int64 = 86_400_000
    /// How much later than the truth the database's memory of when a lease ends may be, in milliseconds: a day.
    static let leasePrecisionMilliseconds: Int64 = 86_400_000
    /// How long after its end, by the hub's clock, a lease counts as over, in milliseconds: a day for clocks that go
    /// wrong, and for an answer that was long under way.
    static let leaseMarginMilliseconds: Int64 = 86_400_000
    /// How often it is looked whether a lease that ran out completes an erasure, in milliseconds.
    package static let erasureCompletionMilliseconds: Int64 = 3_600_000
    /// A node that was not heard for longer is shown as offline, in milliseconds: two polls and some patience.
    package static let onlineMilliseconds: Int64 = 60_000
    /// A node that was not heard for longer does not keep removals in the feed, in milliseconds (30 days).
    package static let awayMilliseconds: Int64 = 30 * 86_400_000
    /// How often removals that every node has are dropped from the feed, in milliseconds.
    package static let feedCollectionMilliseconds: Int64 = 3_600_000
    /// A snapshot is made anew at most this often for nodes that are content with a slightly older one, in
    /// milliseconds.
    package static let snapshotMilliseconds: Int64 = 60_000
    /// Snapshots whose chunks are still given out; older ones are forgotten (404: the node asks for a new manifest).
    package static let snapshotsKept = 4
    /// Chunks that are kept in memory for the nodes that fetch them next.
    package static let chunksKept = 16
    /// What a node or client is asked to wait when the disk is full, in seconds.
    package static let diskFullRetrySeconds = 30
    /// What it is asked to wait when the hub is busy, in seconds.
    package static let busyRetrySeconds = 2
    /// A live page gets at most one hint in this time, in milliseconds.
    package static let liveHintMilliseconds: Int64 = 500
    /// A live page hears something at least this often, in seconds, so that proxies keep the connection.
    package static let liveHeartbeatSeconds = 15
    /// Times further from 1970 than this are refused, in milliseconds.
    package static let farthestTime = Protocol.farthestTime
    static let times = -farthestTime...farthestTime
    /// How far back conflicts of two rooms are looked for when nobody names a period, in days.
    package static let conflictDays: Int64 = 14
    /// How often all samples are compared with all others, in milliseconds (a day).
    package static let faceCheckMilliseconds: Int64 = 86_400_000
    /// How long the hub waits for more before it compares new samples, in milliseconds.
    package static let faceCheckPauseMilliseconds: Int64 = 1_000
    /// Samples that are compared with all others at a time, before anything else gets its turn.
    package static let faceCheckSamples = 64
    /// How long what the radar found is good for, in milliseconds, if nobody is enrolled meanwhile.
    static let radarMilliseconds: Int64 = 600_000
    /// Sightings of how long ago say how somebody is recognised, in milliseconds (half a year).
    static let radarPeriodMilliseconds: Int64 = 183 * 86_400_000
    /// Most pairs, and most people, that the radar shows.
    static let radarItems = 500
}
