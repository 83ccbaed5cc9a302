import Attendance

/// One entry of the hub's feed.
package enum FeedChange: Hashable, Sendable {
    /// A person was added or changed: the whole new value.
    case person(Person)
    case sample(Sample)
    case sampleRemoved(SampleID)
    /// All samples of the person so far are gone; the person stays.
    case samplesRemoved(PersonID)
    /// The person and all samples are gone.
    case personRemoved(PersonID)
    /// The site recognises by this model from now on.
    case model(SiteModel)

    /// Whether it takes something away. Removals are applied also where the rest of a page cannot be.
    package var isRemoval: Bool {
        switch self {
        case .person, .sample, .model: false
        case .sampleRemoved, .samplesRemoved, .personRemoved: true
        }
    }
}

extension FeedChange: Codable {
    /// The kinds of this version, as they stand on the wire.
    package enum Kind: String, CodingKey, CaseIterable {
        case person, sample, model
        case sampleRemoved = "sample_removed"
        case samplesRemoved = "samples_removed"
        case personRemoved = "person_removed"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        guard let kind = container.allKeys.first, container.allKeys.count == 1 else {
            throw ReplicationError.malformed("a change of the feed must be of exactly one known kind")
        }
        switch kind {
        case .person: self = .person(try container.decode(Person.self, forKey: kind))
        case .sample: self = .sample(try container.decode(Sample.self, forKey: kind))
        case .model: self = .model(try container.decode(SiteModel.self, forKey: kind))
        case .sampleRemoved: self = .sampleRemoved(try container.decode(SampleID.self, forKey: kind))
        case .samplesRemoved: self = .samplesRemoved(try container.decode(PersonID.self, forKey: kind))
        case .personRemoved: self = .personRemoved(try container.decode(PersonID.self, forKey: kind))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Kind.self)
        switch self {
        case .person(let person): try container.encode(person, forKey: .person)
        case .sample(let sample): try container.encode(sample, forKey: .sample)
        case .model(let model): try container.encode(model, forKey: .model)
        case .sampleRemoved(let sample): try container.encode(sample, forKey: .sampleRemoved)
        case .samplesRemoved(let person): try container.encode(person, forKey: .samplesRemoved)
        case .personRemoved(let person): try container.encode(person, forKey: .personRemoved)
        }
    }
}
