import Attendance
import Service
import Vision

/// Enrols people from photographs.
struct EnrolmentDesk: Sendable {
    let people: PeopleDirectory
    let faces: FaceReader
    let resemblances: Resemblances
    let time: any TimeSource

    /// Adds a person with those photographs that can be used; with none of them usable nobody is added.
    func enrol(_ draft: PersonDraft, _ photographs: [Photograph]) async throws -> EnrolmentReply {
        _ = try draft.person(.fresh(time))
        let (sheet, model) = try await judge(photographs, of: nil)
        guard !sheet.faces.isEmpty else { return EnrolmentReply(person: nil, photographs: sheet.outcomes) }
        let time = time
        let person = try await people.add(draft) { id in
            sheet.faces.map { Self.sample($0, of: id, model, time) }
        }
        return EnrolmentReply(person: person, photographs: sheet.outcomes)
    }

    /// Adds samples to somebody who is known.
    func add(_ photographs: [Photograph], to id: PersonID) async throws -> EnrolmentReply {
        let (sheet, model) = try await judge(photographs, of: id)
        guard !sheet.faces.isEmpty else { return EnrolmentReply(person: nil, photographs: sheet.outcomes) }
        let person = try await people.add(sheet.faces.map { Self.sample($0, of: id, model, time) }, to: id)
        return EnrolmentReply(person: person, photographs: sheet.outcomes)
    }

    /// `person`: whose photographs these are; nil: somebody new.
    private func judge(
        _ photographs: [Photograph], of person: PersonID?
    ) async throws -> (sheet: EnrolmentGate.Sheet, model: ModelID) {
        var known: [Sample] = []
        if let person { known = try await people.samples(of: person) }
        let reading = try await faces.read(photographs)
        let resembled = try await resemblances.find(
            reading.findings.compactMap(\.embedding), of: person, model: reading.model)
        let sheet = faces.gate.sheet(
            reading.findings, known: known.filter { $0.model == reading.model }.map(\.embedding),
            review: reading.review, resemblance: { resembled[$0] })
        return (sheet, reading.model)
    }

    private static func sample(
        _ face: EnrolmentFace, of id: PersonID, _ model: ModelID, _ time: any TimeSource
    ) -> NewSample {
        NewSample(
            sample: Sample(
                id: .fresh(time), person: id, model: model, embedding: face.embedding, quality: face.quality,
                origin: .photograph, created: time.wallMilliseconds()),
            crop: face.crop)
    }
}
