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
    /// Largest timetable, in bytes; a larger one is refused (413).
    package static let timetableBytes = 4 << 20
    /// Most lines of a timetable; a longer one is refused (400).
    package static let timetableLines = 20_000
    /// Largest receipt that is checked, in bytes; a larger one is refused.
    package static let receiptBytes = 16 << 20
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
    /// Times further from 1970 than this are refused, in milliseconds (about 31,000 years: keeps sums in range).
    package static let farthestTime: Int64 = 1_000_000_000_000_000
}
