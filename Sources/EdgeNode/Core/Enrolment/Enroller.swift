import Attendance
import Replication
import Service
import SQLite
import Vision

/// Enrols at this node: into the local gallery at once, and through the outbox at the hub and every other node.
package struct Enroller: Sendable {
    private let store: NodeStore
    private let outbox: Outbox
    private let clock: NodeClock
    private let recognition: Recognition
    private let log: Log

    package init(store: NodeStore, outbox: Outbox, clock: NodeClock, recognition: Recognition, log: Log) {
        self.store = store
        self.outbox = outbox
        self.clock = clock
        self.recognition = recognition
        self.log = log
    }

    /// One sample from each photograph that shows one clear face.
    package func enrol(_ subject: EnrolmentSubject, photographs: [Photograph]) async throws -> EnrolmentReply {
        guard (1...EdgeLimits.photographsPerEnrolment).contains(photographs.count) else {
            throw Failure(
                .dataError, "An enrolment has 1 to \(EdgeLimits.photographsPerEnrolment) photographs",
                advice: "These are \(photographs.count).")
        }
        let eyes = recognition.view.eyes
        let analyser = eyes.analyser
        let faces = try await AnalysisQueue().run { photographs.map { Self.face($0, analyser) } }
        let (accepted, outcomes) = try Self.agreeing(photographs.map(\.file), faces, review: eyes.rule.review)
        guard !accepted.isEmpty else { return EnrolmentReply(person: nil, samples: 0, photographs: outcomes) }
        let person = try await enrol(
            subject, embeddings: accepted.map { ($0.embedding, $0.quality) }, model: eyes.model,
            origin: .capture)
        return EnrolmentReply(person: person, samples: accepted.count, photographs: outcomes)
    }

    /// Gives an unknown face to a person.
    package func label(_ face: UnknownFaceID, as subject: EnrolmentSubject) async throws -> EnrolmentReply {
        guard let stored = try await store.read({ try UnknownFaceTable.find(face, in: $0) }) else {
            throw Failure(
                .dataError, "This node keeps no unknown face \(face)", advice: "See: rollcall-edge unknown list.")
        }
        guard stored.person == nil else {
            throw Failure(.dataError, "The face \(face) has been labelled already")
        }
        guard stored.model == recognition.view.eyes.model else {
            throw Failure(
                .dataError, "The face \(face) was seen by another model than this node uses now",
                advice: "Enrol with photographs instead.")
        }
        guard let embedding = stored.embedding else { throw LeaseOver() }
        let person = try await enrol(
            subject, embeddings: [(embedding, stored.quality)], model: stored.model, origin: .labelled, face: face)
        return EnrolmentReply(person: person, samples: 1, photographs: [])
    }

    /// Person, samples and operation are one transaction; the gallery follows at once.
    private func enrol(
        _ subject: EnrolmentSubject, embeddings: [(Embedding, Float)], model: ModelID, origin: Sample.Origin,
        face: UnknownFaceID? = nil
    ) async throws -> PersonID {
        let clock = clock
        let withFace = similarPerson(embeddings.map(\.0), of: model)
        let person = try await store.write { connection in
            let person = try Self.choice(for: subject, withFace: withFace, in: connection)
                .person(for: subject, newID: clock.identifier())
            let samples = embeddings.map { embedding, quality in
                Sample(
                    id: clock.identifier(), person: person.id, model: model, embedding: embedding, quality: quality,
                    origin: origin, created: clock.wall())
            }
            let enrolment = try Enrolment(person: person, samples: samples)
            try RosterTable.enrol(enrolment, created: clock.wall(), in: connection)
            if let face { try UnknownFaceTable.label(face, as: person.id, in: connection) }
            return person.id
        }
        outbox.appended.raise()
        await recognition.keeper.publish()
        log.info("Person enrolled.", ["person": person.description, "samples": embeddings.count])
        return person
    }

    private static func choice(
        for subject: EnrolmentSubject, withFace: PersonID?, in connection: Connection
    ) throws -> PersonChoice {
        var choice = PersonChoice()
        choice.withFace = withFace
        choice.withID = try subject.person.flatMap { try RosterTable.person($0, in: connection) }
        choice.withNumber = try subject.number.map { try RosterTable.people(number: $0, in: connection) } ?? []
        choice.withName = try subject.name.map { try RosterTable.people(name: $0, in: connection) } ?? []
        return choice
    }

    /// The enrolled person that one of the faces would be taken for.
    private func similarPerson(_ embeddings: [Embedding], of model: ModelID) -> PersonID? {
        let view = recognition.view
        guard view.eyes.model == model else { return nil }
        let matches = embeddings.compactMap { view.search?.matcher.matches($0, count: 1).first }
        let best = matches.max { $0.similarity < $1.similarity }
        return best.flatMap { $0.similarity >= view.eyes.rule.accept ? $0.personID : nil }
    }

    private static func face(
        _ photograph: Photograph, _ analyser: FaceAnalyser
    ) -> Result<AnalysedFace, PhotographProblem> {
        do {
            return Photograph.face(of: try analyser.analyse(photograph.bytes, as: .reference))
        } catch {
            return .failure(PhotographProblem("\(error)"))
        }
    }

    /// Leaves out photographs of somebody else than the others show.
    static func agreeing(
        _ files: [String], _ faces: [Result<AnalysedFace, PhotographProblem>], review: Float
    ) throws -> (accepted: [Agreement.Face], outcomes: [EnrolmentReply.Photograph]) {
        let found = try faces.map { face in
            try (try? face.get()).map {
                Agreement.Face(embedding: try Embedding($0.embedding), quality: $0.quality.score)
            }
        }
        let outliers = Agreement.outliers(of: found, least: review)
        let outcomes = files.indices.map { index in
            var reason: String?
            if case .failure(let problem) = faces[index] { reason = problem.description }
            if outliers.contains(index) { reason = Agreement.reason }
            return EnrolmentReply.Photograph(file: files[index], accepted: reason == nil, reason: reason)
        }
        return (found.indices.filter { !outliers.contains($0) }.compactMap { found[$0] }, outcomes)
    }
}
