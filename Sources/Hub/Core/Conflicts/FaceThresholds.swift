import Attendance
import Vision

/// From which similarity on faces of one model show one person.
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

        /// From `review` to `same` a pack's false alarms become ten times fewer. A whole site has a hundred times as
        /// many pairs as a class has searches: two such steps more.
        static let steps: Float = 2
        /// Above this nothing but the same photograph is found.
        static let maximum: Float = 0.995

        /// Of two who may be taken for one another: a step below `same`.
        package var review: Float { same - max(0, duplicate - same) / Self.steps }

        package init(_ faces: MatchThresholds.Faces) {
            let step = max(0, faces.same - faces.review)
            self.init(same: faces.same, duplicate: min(faces.same + Self.steps * step, Self.maximum))
        }
    }

    /// Of a face among everybody's, as nodes search.
    struct Search: Sendable {
        let accept: Float
        let review: Float
        /// See `MatchThresholds.isCentred`.
        let isCentred: Bool
    }

    private let values: [ModelID: Values]
    /// Those of faces alone, but for models whose galleries are centred.
    private var searches: [ModelID: Search]

    package init(_ values: [ModelID: Values]) {
        self.values = values
        searches = values.mapValues { Search(accept: $0.same, review: $0.review, isCentred: false) }
    }

    /// What hub.json says; and for the embedder's model, where it says nothing, what the installed pack says. Throws
    /// `HubError` for values that are no similarities.
    init(_ configuration: [String: Values], packs: ModelPackStore, embedder: String) throws {
        var values: [ModelID: Values] = [:]
        let pack = try? packs.load(embedder)
        if let model = pack?.modelID, let faces = pack?.thresholds?.alone { values[model] = Values(faces) }
        for (model, chosen) in configuration {
            guard (-1...1).contains(chosen.same), (-1...1).contains(chosen.duplicate) else {
                throw HubError(.invalid, "hub.json: faceThresholds must be between -1 and 1")
            }
            values[try ModelID(model)] = chosen
        }
        self.init(values)
        if let model = pack?.modelID, let thresholds = pack?.thresholds, thresholds.isCentred {
            searches[model] = Search(
                accept: thresholds.accept, review: thresholds.review, isCentred: thresholds.isCentred)
        }
    }

    func same(_ model: ModelID) -> Float? { values[model]?.same }
    func search(_ model: ModelID) -> Search? { searches[model] }
    func duplicate(_ model: ModelID) -> Float? { values[model]?.duplicate }
}
