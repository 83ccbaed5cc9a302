import Attendance
import Crypto
import Replication
import SQLite

/// The feed: read by position, one entry for each subject. Appending a change takes out what it supersedes, in the same
/// transaction, so that every position sees the same end: with B the feed before and B′ the feed after, and r what a
/// reader makes of entries in their order, r(B) = r(r(B up to c) then B′ after c) for every c.
///
/// Removals stay until `collect`; the buckets always add up what is alive.
package enum FeedTable {
    /// Entries are kept until something supersedes them: removals until `collect`.
    private static let isRemoval = "weight IS NULL AND substr(subject, 1, 1) < x'05'"
    private static let isSample = "substr(subject, 1, 1) = x'02'"

    package static func append(_ change: FeedChange, about person: PersonID, in database: Connection) throws {
        try append(change, owner: person.bytes, in: database)
    }

    /// Tells nodes by which model the site recognises.
    package static func announce(_ model: SiteModel, in database: Connection) throws {
        try append(.model(model), owner: nil, in: database)
    }

    static func append(_ change: FeedChange, owner: [UInt8]?, in database: Connection) throws {
        let subject = FeedSubject(change).bytes
        switch change {
        case .personRemoved: try drop("person = ?", owner, in: database)
        case .samplesRemoved: try drop("person = ? AND \(isSample)", owner, in: database)
        case .person, .sample, .sampleRemoved, .model: break
        }
        try drop("subject = ?", subject, in: database)
        let content = FeedContent.bytes(of: change)
        let weight = content.map { BucketSum.weight(ofDigest: SHA256.hash($0)) }
        let model = bucket(of: change)
        try database.execute(
            "INSERT INTO feed (subject, person, model, weight, change) VALUES (?, ?, ?, ?, ?)",
            subject, owner, model, weight?.bigEndianBytes, try WireCoding.encode(change))
        if let model, let weight {
            try update(model, in: database) { $0.add(weight) }
        }
    }

    private static func bucket(of change: FeedChange) -> String? {
        switch change {
        case .person: ""
        case .sample(let sample): sample.model.text
        case .sampleRemoved, .samplesRemoved, .personRemoved, .model: nil
        }
    }

    /// Takes entries out, and out of the buckets' sums.
    private static func drop(_ condition: String, _ value: [UInt8]?, in database: Connection) throws {
        let alive = try database.query(
            "SELECT model, weight FROM feed WHERE \(condition) AND weight IS NOT NULL", value
        ) { (model: try $0.text(0), weight: UInt128(bigEndianBytes: try $0.blob(1))) }
        try database.execute("DELETE FROM feed WHERE \(condition)", value)
        for (model, entries) in Dictionary(grouping: alive, by: \.model).sorted(by: { $0.key < $1.key }) {
            try update(model, in: database) { sum in
                for entry in entries { sum.remove(entry.weight) }
            }
        }
    }

    private static func update(
        _ model: String, in database: Connection, _ change: (inout BucketSum) -> Void
    ) throws {
        var sum = try database.first(
            "SELECT count, sum FROM feed_buckets WHERE scope = ? AND model = ?", Bucket.site, model, map: bucketSum
        ) ?? BucketSum()
        change(&sum)
        try database.execute(
            """
            INSERT INTO feed_buckets (scope, model, count, sum) VALUES (?, ?, ?, ?)
            ON CONFLICT (scope, model) DO UPDATE SET count = excluded.count, sum = excluded.sum
            """, Bucket.site, model, sum.count, sum.sum.bigEndianBytes)
    }

    static func bucketSum(_ row: Row) throws -> BucketSum {
        BucketSum(count: try row.integer("count"), sum: UInt128(bigEndianBytes: try row.blob("sum")))
    }

    /// Puts a person's samples at the end once more, as they are.
    static func appendAgain(samplesOf person: PersonID, in database: Connection) throws {
        let samples = try database.query(
            "SELECT change FROM feed WHERE person = ? AND \(isSample) AND weight IS NOT NULL ORDER BY position", person
        ) { try WireCoding.decode(FeedChange.self, from: $0.blob(0)) }
        for sample in samples { try append(sample, about: person, in: database) }
    }

    /// The highest position ever given; 0 before the first.
    package static func head(in database: Connection) throws -> Int64 {
        try database.first("SELECT seq FROM sqlite_sequence WHERE name = 'feed'") { try $0.integer(0) } ?? 0
    }

    /// Goes on behind `position` where the feed has not come so far: a restored feed must not give positions twice.
    package static func jump(to position: Int64, in database: Connection) throws {
        guard try head(in: database) < position else { return }
        try database.execute("DELETE FROM sqlite_sequence WHERE name = 'feed'")
        try database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('feed', ?)", position)
    }

    /// Who stopped before this position has missed removals that the feed no longer has.
    package static func horizon(in database: Connection) throws -> Int64 {
        try database.first("SELECT horizon FROM feed_state") { try $0.integer(0) } ?? 0
    }

    /// Drops the removals up to `position`. Gives how many there were.
    @discardableResult
    package static func collect(through position: Int64, in database: Connection) throws -> Int {
        try dropRemovals("position <= ?", position, in: database)
    }

    /// Moves the horizon to the last removal that it drops.
    @discardableResult
    private static func dropRemovals(
        _ condition: String, _ value: any ValueConvertible, in database: Connection
    ) throws -> Int {
        let last = try database.first("SELECT max(position) FROM feed WHERE \(isRemoval) AND \(condition)", value) {
            try $0.integerIfPresent(0)
        } ?? nil
        guard let last else { return 0 }
        try database.execute("DELETE FROM feed WHERE \(isRemoval) AND \(condition)", value)
        let dropped = database.lastChanges
        try database.execute("UPDATE feed_state SET horizon = max(horizon, ?)", last)
        return dropped
    }

    /// What the site recognises by, if that was announced.
    package static func model(in database: Connection) throws -> SiteModel? {
        try database.first("SELECT change FROM feed WHERE substr(subject, 1, 1) = x'05'") {
            try WireCoding.decode(FeedChange.self, from: $0.blob(0))
        }.flatMap { if case .model(let model) = $0 { model } else { nil } }
    }

    /// Takes everything about a person out of the feed and tells nodes: who reads it from the beginning must not meet
    /// them again.
    static func erase(_ person: PersonID, in database: Connection) throws {
        try append(.personRemoved(person), about: person, in: database)
    }

    /// The same for the person's samples alone.
    static func eraseSamples(of person: PersonID, in database: Connection) throws {
        try append(.samplesRemoved(person), about: person, in: database)
    }

    /// Takes out also that the person was erased: every node has confirmed it, and their id must not stay.
    static func forget(_ person: PersonID, in database: Connection) throws {
        try dropRemovals("person = ?", person, in: database)
    }
}
