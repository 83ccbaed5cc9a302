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
    private let gate: EnrolmentGate
    private let log: Log

    package init(
        store: NodeStore, outbox: Outbox, clock: NodeClock, recognition: Recognition,
        gate: EnrolmentGate = EnrolmentGate(), log: Log
    ) {
        self.store = store
        self.outbox = outbox
        self.clock = clock
        self.recognition = recognition
        self.gate = gate
        self.log = log
    }

    /// One sample from each photograph that shows one clear face.
    package func enrol(_ subject: EnrolmentSubject, photographs: [Photograph]) async throws -> EnrolmentReply {
        guard (1...EdgeLimits.photographsPerEnrolment).contains(photographs.count) else {
            throw Failure(
                .dataError, "An enrolment has 1 to \(EdgeLimits.photographsPerEnrolment) photographs",
                advice: "These are \(photographs.count).")
        }
        let (eyes, gate) = (recognition.view.eyes, gate)
        let findings = try await AnalysisQueue().run {
            try photographs.map { try eyes.analyser.finding(in: $0.bytes, name: $0.file, by: gate) }
        }
        return try await enrol(subject, findings, eyes, origin: .capture)
    }

    /// Gives an unknown face to a person. Throws `Failure` where it makes no sample.
    package func label(_ face: UnknownFaceID, as subject: EnrolmentSubject) async throws -> EnrolmentReply {
        guard let stored = try await store.read({ try UnknownFaceTable.find(face, in: $0) }) else {
            throw Failure(
                .dataError, "This node keeps no unknown face \(face)", advice: "See: rollcall-edge unknown list.")
        }
        guard stored.person == nil else {
            throw Failure(.dataError, "The face \(face) has been labelled already")
        }
        let eyes = recognition.view.eyes
        guard stored.model == eyes.model else {
            throw Failure(
                .dataError, "The face \(face) was seen by another model than this node uses now",
                advice: "Enrol with photographs instead.")
        }
        guard let embedding = stored.embedding else { throw LeaseOver() }
        let finding = gate.judge(sighting: embedding, quality: stored.quality, name: "\(face)")
        let reply = try await enrol(subject, [finding], eyes, origin: .labelled, face: face)
        if reply.person == nil, let outcome = reply.photographs.first {
            throw Failure(
                .dataError, "The face \(face) makes no sample: \(outcome.reason ?? "")",
                advice: outcome.problem == EnrolmentProblem.seenBadly.code
                    ? "" : "If you are sure that it is this person, repeat it with --anyway.")
        }
        return reply
    }

    /// Person, samples and operation are one transaction; the gallery follows at once.
    private func enrol(
        _ subject: EnrolmentSubject, _ findings: [EnrolmentFinding], _ eyes: Eyes, origin: Sample.Origin,
        face: UnknownFaceID? = nil
    ) async throws -> EnrolmentReply {
        let (clock, gate, review) = (clock, gate, eyes.reviewAlone)
        let fresh = gate.sheet(findings, known: [], review: review)
        guard !fresh.faces.isEmpty else {
            return EnrolmentReply(person: nil, samples: 0, photographs: fresh.outcomes)
        }
        let withFace = similarPerson(fresh.faces.map(\.embedding), of: eyes.model)
        let reply = try await store.write { connection in
            let person = try Self.choice(for: subject, withFace: withFace, in: connection)
                .person(for: subject, newID: clock.identifier())
            let known = subject.anyway
                ? [] : try RosterTable.embeddings(of: person.id, model: eyes.model, in: connection)
            let sheet = gate.sheet(findings, known: known, review: review)
            guard !sheet.faces.isEmpty else {
                return EnrolmentReply(person: nil, samples: 0, photographs: sheet.outcomes)
            }
            let samples = sheet.faces.map { face in
                Sample(
                    id: clock.identifier(), person: person.id, model: eyes.model, embedding: face.embedding,
                    quality: face.quality, origin: origin, created: clock.wall())
            }
            let enrolment = try Enrolment(person: person, samples: samples)
            try RosterTable.enrol(enrolment, created: clock.wall(), in: connection)
            if let face { try UnknownFaceTable.label(face, as: person.id, in: connection) }
            return EnrolmentReply(person: person.id, samples: samples.count, photographs: sheet.outcomes)
        }
        guard let person = reply.person else { return reply }
        outbox.appended.raise()
        await recognition.keeper.publish()
        log.info("Person enrolled.", ["person": person.description, "samples": reply.samples])
        return reply
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
}
