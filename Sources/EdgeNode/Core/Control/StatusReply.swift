import Attendance

/// How a node is doing. Nothing in it says who was seen.
package struct StatusReply: Sendable, Codable {
    package struct Camera: Sendable, Codable {
        package let name: String
        package let frames: Int
        package let unreadable: Int
        package let dropped: Int
        package let events: Int
    }

    /// Whether people are recognised, and for how long still.
    package struct GalleryLease: Sendable, Codable {
        package let isOver: Bool
        package let remainingMilliseconds: Int64
        /// Why it is over, and what to do.
        package let problem: String?

        enum CodingKeys: String, CodingKey {
            case problem
            case isOver = "over"
            case remainingMilliseconds = "remaining_ms"
        }
    }

    package let node: NodeID
    package let name: String
    package let room: RoomID
    package let site: String
    package let hub: String
    /// Nil where no node is running, so that nobody asks the hub.
    package let hubAnswers: Bool?
    /// Why the node is not in step with its hub, as far as it has noticed.
    package let hubProblem: String?
    package let outbox: Outbox.Status
    package let people: Int
    package let samples: Int
    package let galleryGeneration: Int64
    package let galleryLease: GalleryLease
    /// The embedder's model by which people are recognised; nil where no node is running.
    package let model: ModelID?
    /// Why that is not the site's, if it is not.
    package let modelProblem: String?
    package let unknownFaces: Int
    package let clockIsPlausible: Bool
    /// Why nothing can be recorded, if that is so.
    package let diskProblem: String?
    package let cameras: [Camera]

    enum CodingKeys: String, CodingKey {
        case node, name, room, site, hub, outbox, people, samples, cameras, model
        case hubAnswers = "hub_answers"
        case hubProblem = "hub_problem"
        case galleryGeneration = "gallery_generation"
        case modelProblem = "model_problem"
        case galleryLease = "gallery_lease"
        case unknownFaces = "unknown_faces"
        case clockIsPlausible = "clock_is_plausible"
        case diskProblem = "disk_problem"
    }
}
