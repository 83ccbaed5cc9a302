import Attendance

/// By what the site recognises people, and by what it could.
package struct ModelsView: Sendable, Codable {
    package struct Model: Sendable, Codable {
        package let id: ModelID
        /// The pack's name; nil: it is not installed here.
        package let pack: String?
        /// Nodes are told to recognise by it.
        package let isAnnounced: Bool
        /// Nodes are told that everybody who has samples of another model has some of this one.
        package let isComplete: Bool
        /// Who have samples of it.
        package let people: Int
        package let samples: Int
        /// Who have samples of other models alone.
        package let missing: Int
        /// Kept crops that were not read by it yet.
        package let waitingCrops: Int
        /// Kept crops of which it made no sample.
        package let refusedCrops: Int

        enum CodingKeys: String, CodingKey {
            case id, pack, people, samples, missing
            case isAnnounced = "announced"
            case isComplete = "complete"
            case waitingCrops = "waiting_crops"
            case refusedCrops = "refused_crops"
        }
    }

    /// Whether crops of photographs are kept from now on.
    package let keepsCrops: Bool
    /// Crops that are kept.
    package let crops: Int
    /// The announced one first.
    package let models: [Model]

    enum CodingKeys: String, CodingKey {
        case crops, models
        case keepsCrops = "keeps_crops"
    }
}

extension ModelsView {
    /// The model that an operator names, by its pack, its id or the beginning of that. Throws `HubError` where there is
    /// none, or more than one.
    package func model(_ name: String) throws -> Model {
        let found = models.filter { $0.pack == name }
        let matches = found.isEmpty ? models.filter { !name.isEmpty && $0.id.text.hasPrefix(name) } : found
        guard let match = matches.first else {
            throw HubError(.notFound, "There is no model \"\(name)\"", advice: "See rollcall-hub models.")
        }
        guard matches.count == 1 else {
            throw HubError(
                .invalid, "\(matches.count) models begin with \"\(name)\"", advice: "Give more of the id.")
        }
        return match
    }
}
