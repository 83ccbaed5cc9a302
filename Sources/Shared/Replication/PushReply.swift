import Attendance

/// The hub's answer to a batch, given after its transaction is durable.
package struct PushReply: Hashable, Sendable, Codable {
    /// What became of one operation.
    package enum Outcome: Int, Sendable, Codable {
        /// Stored now.
        case stored = 0
        /// Was there already; nothing changed.
        case known = 304
        /// About somebody who was erased: not kept, and counted as received.
        case discarded = 410
        /// Kept aside for an operator, and counted as received.
        case quarantined = 422
    }

    package struct Item: Hashable, Sendable, Codable {
        package let sequence: Int64
        package let outcome: Outcome
        /// Why it was not stored, for people.
        package let reason: String?
        /// With `discarded`: the erasure for which it was.
        package let erasure: ErasureID?

        package init(sequence: Int64, outcome: Outcome, reason: String? = nil, erasure: ErasureID? = nil) {
            self.sequence = sequence
            self.outcome = outcome
            self.reason = reason
            self.erasure = erasure
        }

        enum CodingKeys: String, CodingKey { case sequence = "seq", outcome = "code", reason, erasure }

        /// A code of a newer hub must not hold a node up: whatever it says, the operation counts as received there.
        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            sequence = try container.decode(Int64.self, forKey: .sequence)
            let code = try container.decode(Int.self, forKey: .outcome)
            let known = Outcome(rawValue: code)
            outcome = known ?? .quarantined
            let said = try container.decodeIfPresent(String.self, forKey: .reason)
            reason = known == nil ? said ?? "the hub answered \(code), which this release does not know" : said
            erasure = try container.decodeIfPresent(ErasureID.self, forKey: .erasure)
        }
    }

    package let incarnation: Incarnation
    /// Every sequence up to here is durable at the hub.
    package private(set) var acceptedThrough: Int64
    /// The items whose outcome is not `stored`.
    package let items: [Item]
    /// The hub's clock when the batch arrived and when the reply left, milliseconds since 1970 UTC.
    package let received: Int64
    package let replied: Int64

    /// To come back with next time; nil where the request changed nothing.
    package let nonce: Nonce?
    /// Two copies of this outbox write: nothing was stored, the node goes on in a new lineage.
    package let forked: Bool
    /// The position of the hub's latest erasure.
    package let erasures: Int64

    /// As far as it speaks of operations up to `last`: what became of later ones it does not tell.
    package func limited(to last: Int64) -> PushReply {
        var limited = self
        limited.acceptedThrough = min(acceptedThrough, last)
        return limited
    }

    /// Whether operations were discarded because of an erasure or for want of consent.
    package var hasDiscarded: Bool { items.contains { $0.outcome == .discarded } }

    package init(
        incarnation: Incarnation, acceptedThrough: Int64, items: [Item], received: Int64, replied: Int64,
        nonce: Nonce? = nil, forked: Bool = false, erasures: Int64 = 0
    ) {
        self.incarnation = incarnation
        self.acceptedThrough = acceptedThrough
        self.items = items
        self.received = received
        self.replied = replied
        self.nonce = nonce
        self.forked = forked
        self.erasures = erasures
    }

    /// Refuses what no hub counts or shows, so that the node may reckon with it. Throws `ReplicationError.malformed`
    /// or what decoding throws.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys, in range: ClosedRange<Int64>) throws -> Int64 {
            let number = try container.decode(Int64.self, forKey: key)
            guard range.contains(number) else {
                throw ReplicationError.malformed("the hub's answer has \(number) as \(key.stringValue)")
            }
            return number
        }
        let (counts, times) = (0...Protocol.farthestSequence, -Protocol.farthestTime...Protocol.farthestTime)
        try self.init(
            incarnation: container.decode(Incarnation.self, forKey: .incarnation),
            acceptedThrough: number(.acceptedThrough, in: counts),
            items: container.decode([Item].self, forKey: .items), received: number(.received, in: times),
            replied: number(.replied, in: times), nonce: container.decodeIfPresent(Nonce.self, forKey: .nonce),
            forked: container.decode(Bool.self, forKey: .forked), erasures: number(.erasures, in: counts))
    }

    enum CodingKeys: String, CodingKey {
        case incarnation, items, received, replied, nonce, forked, erasures
        case acceptedThrough = "accepted_through"
    }
}
