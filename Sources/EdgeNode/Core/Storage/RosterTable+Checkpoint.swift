import Attendance
import Crypto
import Replication
import SQLite

extension RosterTable {
    /// What the node holds of what the hub handed out, computed from the rows as they lie on the disk. A row that
    /// cannot be read any more counts as missing. `scope`: as which the hub handed it out.
    package static func checkpoint(scope: String = Bucket.site, in connection: Connection) throws -> Checkpoint {
        var people = BucketSum()
        try connection.forEach("SELECT * FROM people WHERE local_sequence IS NULL AND stale = 0") { row in
            guard let person = try? person(row) else { return }
            people.add(weight(FeedContent.bytes(of: person)))
        }
        var samples: [ModelID: BucketSum] = [:]
        try connection.forEach("SELECT * FROM samples WHERE local_sequence IS NULL AND stale = 0") { row in
            guard let sample = try? sample(row) else { return }
            samples[sample.model, default: BucketSum()].add(weight(FeedContent.bytes(of: sample)))
        }
        return Checkpoint(
            [Bucket(scope: scope, model: nil, sum: people)]
                + samples.map { Bucket(scope: scope, model: $0.key, sum: $0.value) })
    }

    private static func weight(_ content: [UInt8]) -> UInt128 {
        BucketSum.weight(ofDigest: SHA256.hash(content))
    }

    private static func sample(_ row: Row) throws -> Sample? {
        guard let origin = Sample.Origin(rawValue: try row.text("origin")) else { return nil }
        return Sample(
            id: try row.identifier("id"), person: try row.identifier("person"), model: try ModelID(row.text("model")),
            embedding: try Embedding(littleEndianBytes: row.blob("embedding")), quality: Float(try row.real("quality")),
            origin: origin, created: try row.integer("created"))
    }
}
