import Attendance
import SQLite

/// An observation, taken apart into the columns of table `events`.
struct EventColumns {
    let kind: String
    let person: PersonID?
    let face: UnknownFaceID?
    let model: ModelID
    let similarity: Float?
    let threshold: Float?
    let frames: Int
    let liveness: Float?
    let challenge: Bool?

    init(_ observation: Observation) {
        switch observation {
        case .identification(let value):
            kind = EventKind.identification.rawValue
            person = value.person
            face = nil
            model = value.model
            similarity = value.similarity
            threshold = value.threshold
            frames = value.frames
            liveness = value.liveness
            challenge = value.challenge
        case .unknown(let value):
            kind = EventKind.unknown.rawValue
            person = nil
            face = value.face
            model = value.model
            similarity = value.nearest
            threshold = nil
            frames = value.frames
            liveness = value.liveness
            challenge = value.challenge
        }
    }

    init(_ row: Row) throws {
        kind = try row.text("kind")
        person = try row.identifierIfPresent("person")
        face = try row.identifierIfPresent("face")
        model = try ModelID(row.text("model"))
        similarity = try row.realIfPresent("similarity").map { Float($0) }
        threshold = try row.realIfPresent("threshold").map { Float($0) }
        frames = try row.int("frames")
        liveness = try row.realIfPresent("liveness").map { Float($0) }
        challenge = try row.boolIfPresent("challenge")
    }

    func observation() throws -> Observation {
        if let person, let similarity, let threshold {
            return .identification(Identification(
                person: person, model: model, similarity: similarity, threshold: threshold, frames: frames,
                liveness: liveness, challenge: challenge))
        }
        guard let face else {
            throw HubError(.damaged, "An event has neither a person nor a face", advice: "Restore a backup.")
        }
        return .unknown(UnknownSighting(
            face: face, model: model, nearest: similarity, frames: frames, liveness: liveness, challenge: challenge))
    }
}
