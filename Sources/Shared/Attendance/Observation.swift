/// What was observed.
package enum Observation: Hashable, Sendable {
    /// A known person.
    case identification(Identification)
    /// A face that matched nobody well enough.
    case unknown(UnknownSighting)
}

/// A person recognised during one track.
package struct Identification: Hashable, Sendable, Codable {
    package let person: PersonID
    package let model: ModelID
    /// Cosine similarity to the person's template, -1…1.
    package let similarity: Float
    /// The threshold that it passed.
    package let threshold: Float
    /// Frames that the decision rests on.
    package let frames: Int
    /// How likely the face was a live one and no photograph or screen, 0…1; nil where nobody judged it.
    package let liveness: Float?
    /// Whether the face did what it was asked to do to show that it is a live one; nil where it was not asked.
    package let challenge: Bool?

    package init(
        person: PersonID, model: ModelID, similarity: Float, threshold: Float, frames: Int, liveness: Float? = nil,
        challenge: Bool? = nil
    ) {
        self.person = person
        self.model = model
        self.similarity = similarity
        self.threshold = threshold
        self.frames = frames
        self.liveness = liveness
        self.challenge = challenge
    }
}

/// A track whose person stays unknown.
package struct UnknownSighting: Hashable, Sendable, Codable {
    package let face: UnknownFaceID
    package let model: ModelID
    /// Similarity to the nearest person in the gallery, if there was any.
    package let nearest: Float?
    package let frames: Int
    /// As of an identification.
    package let liveness: Float?
    package let challenge: Bool?

    package init(
        face: UnknownFaceID, model: ModelID, nearest: Float?, frames: Int, liveness: Float? = nil,
        challenge: Bool? = nil
    ) {
        self.face = face
        self.model = model
        self.nearest = nearest
        self.frames = frames
        self.liveness = liveness
        self.challenge = challenge
    }
}

extension Observation: Codable {
    private enum CodingKeys: String, CodingKey { case kind }
    private enum Kind: String, Codable { case identification, unknown }

    package init(from decoder: any Decoder) throws {
        switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
        case .identification: self = try .identification(Identification(from: decoder))
        case .unknown: self = try .unknown(UnknownSighting(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .identification(let value):
            try container.encode(Kind.identification, forKey: .kind)
            try value.encode(to: encoder)
        case .unknown(let value):
            try container.encode(Kind.unknown, forKey: .kind)
            try value.encode(to: encoder)
        }
    }
}
