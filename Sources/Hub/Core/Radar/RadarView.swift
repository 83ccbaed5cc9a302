import Attendance

/// Who may be confused, and who should be enrolled again.
package struct RadarView: Sendable, Codable {
    /// Two people who may be taken for one another.
    package struct Alike: Sendable, Codable {
        package let people: [PersonReference]
        package let model: ModelID
        /// Of what nodes compare them by.
        package let similarity: Double
        /// Similarity from which one is named for the other.
        package let accept: Float
        /// They have a section in common.
        package let meet: Bool
        /// Somebody said that they are two people.
        package let toldApart: Bool

        enum CodingKeys: String, CodingKey {
            case people, model, similarity, accept, meet
            case toldApart = "told_apart"
        }
    }

    /// Somebody who is recognised less and less surely.
    package struct Ageing: Sendable, Codable {
        package let person: PersonReference
        package let model: ModelID
        /// Mean similarity over the first and over the last third of the days.
        package let first: Double
        package let last: Double
        package let accept: Float
        package let sightings: Int
        package let days: Int
        package let sinceMilliseconds: Int64
        package let throughMilliseconds: Int64

        enum CodingKeys: String, CodingKey {
            case person, model, first, last, accept, sightings, days
            case sinceMilliseconds = "since_ms"
            case throughMilliseconds = "through_ms"
        }
    }

    package let computedMilliseconds: Int64
    /// The most similar first.
    package let alike: [Alike]
    /// The lowest similarity first.
    package let ageing: [Ageing]

    enum CodingKeys: String, CodingKey {
        case alike, ageing
        case computedMilliseconds = "computed_ms"
    }
}
