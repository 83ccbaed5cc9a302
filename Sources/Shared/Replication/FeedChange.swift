import Attendance

/// One entry of the hub's append-only feed.
package enum FeedChange: Hashable, Sendable {
    /// A person was added or changed: the whole new value.
    case person(Person)
    case sample(Sample)
    case sampleRemoved(SampleID)
    /// All samples of the person so far are gone; the person stays.
    case samplesRemoved(PersonID)
    /// The person and all samples are gone.
    case personRemoved(PersonID)
}

extension FeedChange: Codable {
    private enum CodingKeys: String, CodingKey {
        case person, sample
        case sampleRemoved = "sample_removed"
        case samplesRemoved = "samples_removed"
        case personRemoved = "person_removed"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let person = try container.decodeIfPresent(Person.self, forKey: .person) {
            self = .person(person)
        } else if let sample = try container.decodeIfPresent(Sample.self, forKey: .sample) {
            self = .sample(sample)
        } else if let sample = try container.decodeIfPresent(SampleID.self, forKey: .sampleRemoved) {
            self = .sampleRemoved(sample)
        } else if let person = try container.decodeIfPresent(PersonID.self, forKey: .samplesRemoved) {
            self = .samplesRemoved(person)
        } else {
            self = .personRemoved(try container.decode(PersonID.self, forKey: .personRemoved))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .person(let person): try container.encode(person, forKey: .person)
        case .sample(let sample): try container.encode(sample, forKey: .sample)
        case .sampleRemoved(let sample): try container.encode(sample, forKey: .sampleRemoved)
        case .samplesRemoved(let person): try container.encode(person, forKey: .samplesRemoved)
        case .personRemoved(let person): try container.encode(person, forKey: .personRemoved)
        }
    }
}
