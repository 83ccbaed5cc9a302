import Attendance

/// A part of what the hub hands out that is checked as one: the people of a scope, or its samples of one model.
package struct Bucket: Hashable, Sendable {
    /// The scope of everybody (see `Scope.name`).
    package static let site = "site"

    package let scope: String
    /// Nil: the people.
    package let model: ModelID?
    package var sum: BucketSum

    package init(scope: String = Bucket.site, model: ModelID?, sum: BucketSum) {
        self.scope = scope
        self.model = model
        self.sum = sum
    }
}

extension Bucket: Codable {
    enum CodingKeys: String, CodingKey { case scope, model, count, sum }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        scope = try container.decode(String.self, forKey: .scope)
        model = try container.decodeIfPresent(ModelID.self, forKey: .model)
        let count = try container.decode(Int64.self, forKey: .count)
        guard count >= 0, let total = UInt128(hexadecimal: try container.decode(String.self, forKey: .sum)) else {
            throw ReplicationError.malformed("a bucket's count or sum is not one")
        }
        sum = BucketSum(count: count, sum: total)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scope, forKey: .scope)
        try container.encode(model, forKey: .model)
        try container.encode(sum.count, forKey: .count)
        try container.encode(sum.sum.hexadecimal, forKey: .sum)
    }
}
