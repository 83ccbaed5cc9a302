import Attendance
import Vision

/// From which similarity on two samples of one model show one person.
package struct FaceThresholds: Sendable {
    package struct Values: Hashable, Sendable, Codable {
        /// Of two who have the same student number.
        package let same: Float
        /// Of any two of the site: so many are compared that only a higher one means something.
        package let duplicate: Float

        package init(same: Float, duplicate: Float) {
            self.same = same
            self.duplicate = duplicate
        }

        /// From `review` to `accept` a pack's false alarms become ten times fewer. A whole site has a hundred times as
        /// many pairs as a class has searches: two such steps more.
        static let steps: Float = 2
        /// Above this nothing but the same photograph is found.
        static let maximum: Float = 0.995

        /// Of two who may be taken for one another: a step below `same`.
        package var review: Float { same - max(0, duplicate - same) / Self.steps }

        package init(_ thresholds: MatchThresholds) {
            let step = max(0, thresholds.accept - thresholds.review)
            self.init(same: thresholds.accept, duplicate: min(thresholds.accept + Self.steps * step, Self.maximum))
        }
    }

    private let values: [ModelID: Values]

    package init(_ values: [ModelID: Values]) {
        self.values = values
    }

    /// What hub.json says; and for the embedder's model, where it says nothing, what the installed pack says. Throws
    /// `HubError` for values that are no similarities.
    init(_ configuration: [String: Values], packs: ModelPackStore, embedder: String) throws {
        var values: [ModelID: Values] = [:]
        if let pack = try? packs.load(embedder), let model = pack.modelID, let thresholds = pack.thresholds {
            values[model] = Values(thresholds)
        }
        for (model, chosen) in configuration {
            guard (-1...1).contains(chosen.same), (-1...1).contains(chosen.duplicate) else {
                throw HubError(.invalid, "hub.json: faceThresholds must be between -1 and 1")
            }
            values[try ModelID(model)] = chosen
        }
        self.init(values)
    }

    func same(_ model: ModelID) -> Float? { values[model]?.same }
    func review(_ model: ModelID) -> Float? { values[model]?.review }
    func duplicate(_ model: ModelID) -> Float? { values[model]?.duplicate }
}
