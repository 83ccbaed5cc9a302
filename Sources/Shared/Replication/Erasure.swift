import Attendance

/// One entry of the hub's erasure ledger, as it travels between hub and nodes.
package struct Erasure: Hashable, Sendable, Codable {
    package let id: ErasureID
    /// In the ledger of the hub's present life, from 1.
    package let position: Int64
    /// HMAC-SHA-256 of the person's id under the site's key: recognises them without naming them.
    package let digest: Digest
    /// Nil once every node has confirmed: whoever still needs it has to start from nothing.
    package let person: PersonID?
    /// Only the face is forgotten, because consent was withdrawn; the person stays.
    package let samplesOnly: Bool
    /// With `samplesOnly`: the person's consent afterwards, an even count.
    package let consent: Int?
    /// Milliseconds since 1970 UTC by the hub's clock.
    package let at: Int64

    package init(
        id: ErasureID, position: Int64, digest: Digest, person: PersonID?, samplesOnly: Bool, consent: Int?, at: Int64
    ) {
        self.id = id
        self.position = position
        self.digest = digest
        self.person = person
        self.samplesOnly = samplesOnly
        self.consent = consent
        self.at = at
    }

    enum CodingKeys: String, CodingKey {
        case id, position, digest, person, consent, at
        case samplesOnly = "samples_only"
    }
}

/// What the hub answers to a node that asks for its erasures.
package struct ErasurePage: Hashable, Sendable, Codable {
    package let incarnation: Incarnation
    /// In order of position, those after the one asked for; all of them for a node that knows another life.
    package let erasures: [Erasure]
    /// Position of the latest one.
    package let head: Int64
    /// The hub may have forgotten erasures and wants the node's list (`ErasureReport`).
    package let isRecovering: Bool
    /// With what the node may recognise people until it hears of the hub again; nil: this answer changes nothing.
    package var lease: LeaseGrant?
    /// The node was sent away: it forgets its key.
    package var isRevoked = false

    package init(incarnation: Incarnation, erasures: [Erasure], head: Int64, isRecovering: Bool) {
        self.incarnation = incarnation
        self.erasures = erasures
        self.head = head
        self.isRecovering = isRecovering
    }

    /// Whether the hub names its erasures from the beginning to a node that has those up to `position` of the same
    /// life: it has others there, or fewer.
    package func beginsAnew(before position: Int64) -> Bool {
        (erasures.first?.position ?? head + 1) <= position
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        incarnation = try container.decode(Incarnation.self, forKey: .incarnation)
        erasures = try container.decode([Erasure].self, forKey: .erasures)
        head = try container.decode(Int64.self, forKey: .head)
        isRecovering = try container.decode(Bool.self, forKey: .isRecovering)
        lease = try container.decodeIfPresent(LeaseGrant.self, forKey: .lease)
        isRevoked = try container.decodeIfPresent(Bool.self, forKey: .isRevoked) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(incarnation, forKey: .incarnation)
        try container.encode(erasures, forKey: .erasures)
        try container.encode(head, forKey: .head)
        try container.encode(isRecovering, forKey: .isRecovering)
        try container.encodeIfPresent(lease, forKey: .lease)
        if isRevoked { try container.encode(isRevoked, forKey: .isRevoked) }
    }

    enum CodingKeys: String, CodingKey {
        case incarnation, erasures, head, lease
        case isRecovering = "recovering"
        case isRevoked = "revoked"
    }
}

/// Erasures that a node knows of, for a hub that may have forgotten some.
package struct ErasureReport: Hashable, Sendable, Codable {
    package let erasures: [Erasure]
    /// Whether the node has told all it knows with this.
    package let isLast: Bool

    package init(erasures: [Erasure], isLast: Bool) {
        self.erasures = erasures
        self.isLast = isLast
    }

    enum CodingKeys: String, CodingKey {
        case erasures
        case isLast = "last"
    }
}
