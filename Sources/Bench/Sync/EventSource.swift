import Attendance
import EdgeNodeCore

/// Makes what a node of a school would record: people of one class, similarities as they come.
struct EventSource {
    private static let classSize = 30
    private let node: Node
    private let clock: NodeClock
    private let model: ModelID
    private let people: [PersonID]
    private var generator = SplitMix64(seed: 3)
    private var latest: Person?

    init(node: Node, clock: NodeClock) {
        self.node = node
        self.clock = clock
        model = try! ModelID(String(repeating: "5a", count: 32))
        people = (0..<Self.classSize).map { _ in clock.identifier() }
    }

    /// Nine of ten are of somebody known.
    mutating func events(_ count: Int) -> [Event] {
        (0..<count).map { index in
            let similarity = Float.random(in: 0.42...0.9, using: &generator)
            let frames = Int.random(in: 2...9, using: &generator)
            let person = people[Int.random(in: 0..<people.count, using: &generator)]
            let observation: Observation = index % 10 == 9
                ? .unknown(UnknownSighting(
                    face: clock.identifier(), model: model, nearest: similarity / 3, frames: frames))
                : .identification(Identification(
                    person: person, model: model, similarity: similarity, threshold: 0.4187, frames: frames))
            return Event(id: clock.identifier(), room: node.room, at: clock.evidence(), observation: observation)
        }
    }

    /// Somebody new. Throws `AttendanceError` beyond `Enrolment.maximumSamples`.
    mutating func enrolment(samples: Int, dimension: Int) throws -> Enrolment {
        let number = String(Int.random(in: 100_000...999_999, using: &generator))
        let person = try Person(
            id: clock.identifier(), name: "Person \(number)", sections: [SectionID("7b")])
        latest = person
        return try Enrolment(person: person, samples: try (0..<samples).map { _ in try sample(of: person, dimension) })
    }

    /// One more sample of the person before. Throws what `enrolment` throws.
    mutating func another(dimension: Int) throws -> Enrolment {
        guard let person = latest else { return try enrolment(samples: 1, dimension: dimension) }
        return try Enrolment(person: person, samples: [try sample(of: person, dimension)])
    }

    private mutating func sample(of person: Person, _ dimension: Int) throws -> Sample {
        Sample(
            id: clock.identifier(), person: person.id, model: model,
            embedding: try Embedding(RandomGallery.vector(dimension, &generator)),
            quality: Float.random(in: 0.5...1, using: &generator), origin: .photograph, created: clock.wall())
    }
}
