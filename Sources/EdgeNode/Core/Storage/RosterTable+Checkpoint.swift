import Attendance
import Crypto
import Replication
import SQLite

extension RosterTable {
    /// What the node holds of what the hub handed out, computed from the rows as they lie on the disk. A row that
    /// cannot be read any more counts as missing. `scope`: as which the hub handed it out. Throws `LeaseOver` where
    /// none can be read.
    package static func checkpoint(scope: String = Bucket.site, in connection: Connection) throws -> Checkpoint {
        let key = try LeaseTable.requireKey(in: connection)
        var people = BucketSum()
        try connection.forEach("SELECT * FROM people WHERE local_sequence IS NULL AND stale = 0") { row in
            guard let person = try? person(row) else { return }
            people.add(weight(FeedContent.bytes(of: person)))
        }
        var samples: [ModelID: BucketSum] = [:]
        try connection.forEach("SELECT * FROM samples WHERE local_sequence IS NULL AND stale = 0") { row in
            guard let sample = try? sample(row, key) else { return }
            samples[sample.model, default: BucketSum()].add(weight(FeedContent.bytes(of: sample)))
        }
        return Checkpoint(
            [Bucket(scope: scope, model: nil, sum: people)]
                + samples.map { Bucket(scope: scope, model: $0.key, sum: $0.value) })
    }

    /// Embeddings of a person's samples by one model. Throws `LeaseOver` where none can be read.
    static func embeddings(
        of person: PersonID, model: ModelID, in connection: Connection
    ) throws -> [Embedding] {
        let key = try LeaseTable.requireKey(in: connection)
        return try connection.query(
            "SELECT * FROM samples WHERE person = ? AND model = ? ORDER BY id", person.bytes, model.text
        ) { try sample($0, key)?.embedding }.compactMap(\.self)
    }

    private static func weight(_ content: [UInt8]) -> UInt128 {
        BucketSum.weight(ofDigest: SHA256.hash(content))
    }

    private static func sample(_ row: Row, _ key: LeaseKey) throws -> Sample? {
        let (id, model): (SampleID, ModelID) = (try row.identifier("id"), try ModelID(row.text("model")))
        guard let origin = Sample.Origin(rawValue: try row.text("origin")),
            let embedding = key.openEmbedding(try row.blob("embedding"), as: .sample(id, model))
        else { return nil }
        return Sample(
            id: id, person: try row.identifier("person"), model: model, embedding: embedding,
            quality: Float(try row.real("quality")), origin: origin, created: try row.integer("created"))
    }
}
