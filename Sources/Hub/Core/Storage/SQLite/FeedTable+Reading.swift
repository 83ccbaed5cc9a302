import Attendance
import Replication
import SQLite

/// What one scope sees of the feed: alive is what is about its people; of anybody else only that they are not there.
extension FeedTable {
    /// One stored change, as JSON; nil for one that the scope does not see.
    package struct Entry: Sendable {
        package let position: Int64
        package let change: [UInt8]?
    }

    /// With the sections of a scope as a JSON list: its people.
    private static let insiders =
        "(SELECT person FROM memberships WHERE section IN (SELECT value FROM json_each(?)))"

    /// In order of position.
    package static func entries(
        after position: Int64, limit: Int, for scope: Scope = .site, in database: Connection
    ) throws -> [Entry] {
        if scope.isSite {
            return try database.query(
                "SELECT position, change FROM feed WHERE position > ? ORDER BY position LIMIT ?", position, limit
            ) { Entry(position: try $0.integer(0), change: try $0.blob(1)) }
        }
        return try database.query(
            """
            SELECT position, change, weight IS NULL OR person IN \(insiders) AS seen
            FROM feed WHERE position > ? ORDER BY position LIMIT ?
            """, scope.name, position, limit
        ) { row in
            let change = try row.blob("change")
            return Entry(
                position: try row.integer("position"), change: try row.bool("seen") ? change : outside(change))
        }
    }

    /// A person outside is one who left, for whoever had them before; their samples go with them.
    private static func outside(_ change: [UInt8]) throws -> [UInt8]? {
        guard case .person(let person) = try WireCoding.decode(FeedChange.self, from: change) else { return nil }
        return try WireCoding.encode(FeedChange.personRemoved(person.id))
    }

    static func count(after position: Int64, for scope: Scope, in database: Connection) throws -> Int64 {
        if scope.isSite {
            return try database.first("SELECT count(*) FROM feed WHERE position > ?", position) {
                try $0.integer(0)
            } ?? 0
        }
        return try database.first(
            "SELECT count(*) FROM feed WHERE (weight IS NULL OR person IN \(insiders)) AND position > ?",
            scope.name, position
        ) { try $0.integer(0) } ?? 0
    }

    /// What a node that has applied everything holds.
    package static func checkpoint(of scope: Scope = .site, in database: Connection) throws -> Checkpoint {
        if scope.isSite {
            return Checkpoint(try database.query("SELECT model, count, sum FROM feed_buckets") { row in
                try bucket(scope, model: row.text("model"), sum: bucketSum(row))
            })
        }
        var sums: [String: BucketSum] = [:]
        try database.forEach(
            "SELECT model, weight FROM feed WHERE weight IS NOT NULL AND person IN \(insiders)", scope.name
        ) { row in
            sums[try row.text("model"), default: BucketSum()].add(UInt128(bigEndianBytes: try row.blob("weight")))
        }
        return Checkpoint(try sums.map { try bucket(scope, model: $0.key, sum: $0.value) })
    }

    private static func bucket(_ scope: Scope, model: String, sum: BucketSum) throws -> Bucket {
        Bucket(scope: scope.name, model: model.isEmpty ? nil : try ModelID(model), sum: sum)
    }

    /// Goes through what is alive of one bucket, in order of subjects; `model`: '' for people.
    static func forEachAlive(
        model: String, of scope: Scope, in database: Connection,
        _ body: (_ subject: [UInt8], _ change: [UInt8], _ weight: [UInt8]) throws -> Void
    ) throws {
        let (condition, values) = within(scope)
        try database.forEach(
            "SELECT subject, change, weight FROM feed WHERE model = ? \(condition) ORDER BY subject",
            values: [model] + values
        ) { try body($0.blob(0), $0.blob(1), $0.blob(2)) }
    }

    /// The same for a part of it.
    static func forEachAlive(
        model: String, of scope: Scope, from first: [UInt8], through last: [UInt8], in database: Connection,
        _ body: (_ change: [UInt8]) throws -> Void
    ) throws {
        let (condition, values) = within(scope)
        try database.forEach(
            "SELECT change FROM feed WHERE model = ? \(condition) AND subject BETWEEN ? AND ? ORDER BY subject",
            values: [model] + values + [first, last]
        ) { try body($0.blob(0)) }
    }

    private static func within(_ scope: Scope) -> (condition: String, values: [(any ValueConvertible)?]) {
        scope.isSite ? ("", []) : ("AND person IN \(insiders)", [scope.name])
    }
}
