import Attendance

/// All buckets at one position of the feed. Equal checkpoints mean equal contents; an empty bucket is no bucket.
package struct Checkpoint: Hashable, Sendable, Codable {
    package let buckets: [Bucket]

    package init(_ buckets: [Bucket]) {
        self.buckets = buckets.filter { $0.sum != BucketSum() }
            .sorted { ($0.scope, $0.model?.text ?? "") < ($1.scope, $1.model?.text ?? "") }
    }

    /// What its buckets are about; without any, it does not matter.
    package var scope: String { buckets.first?.scope ?? Bucket.site }

    /// The samples of a model; nil where there are none.
    package func samples(of model: ModelID) -> BucketSum? {
        buckets.first { $0.model == model }?.sum
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Bucket].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(buckets)
    }
}
