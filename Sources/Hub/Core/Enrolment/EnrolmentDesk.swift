import Attendance
import Service

/// Enrols people from photographs.
struct EnrolmentDesk: Sendable {
    let people: PeopleDirectory
    let faces: FaceReader
    let time: any TimeSource

    /// A file as it came with the request.
    struct Photograph: Sendable {
        let file: String
        let bytes: [UInt8]
    }

    private struct Sheet: Sendable {
        var outcomes: [PhotographOutcome] = []
        var readings: [FaceReader.Reading] = []
    }

    /// Adds a person with those photographs that can be used; with none of them usable nobody is added.
    func enrol(_ draft: PersonDraft, _ photographs: [Photograph]) async throws -> EnrolmentReply {
        _ = try draft.person(.fresh(time))
        let sheet = try await read(photographs)
        guard !sheet.readings.isEmpty else { return EnrolmentReply(person: nil, photographs: sheet.outcomes) }
        let time = time
        let person = try await people.add(draft) { id in
            sheet.readings.map { Self.sample($0, of: id, time) }
        }
        return EnrolmentReply(person: person, photographs: sheet.outcomes)
    }

    /// Adds samples to somebody who is known.
    func add(_ photographs: [Photograph], to id: PersonID) async throws -> EnrolmentReply {
        _ = try await people.find(id)
        let sheet = try await read(photographs)
        guard !sheet.readings.isEmpty else { return EnrolmentReply(person: nil, photographs: sheet.outcomes) }
        let person = try await people.add(sheet.readings.map { Self.sample($0, of: id, time) }, to: id)
        return EnrolmentReply(person: person, photographs: sheet.outcomes)
    }

    private func read(_ photographs: [Photograph]) async throws -> Sheet {
        var sheet = Sheet()
        for photograph in photographs {
            switch try await faces.read(photograph.bytes) {
            case .face(let reading):
                sheet.readings.append(reading)
                sheet.outcomes.append(PhotographOutcome(file: photograph.file, isAccepted: true, reason: nil))
            case .refused(let reason):
                sheet.outcomes.append(PhotographOutcome(file: photograph.file, isAccepted: false, reason: reason))
            }
        }
        return sheet
    }

    private static func sample(_ reading: FaceReader.Reading, of id: PersonID, _ time: any TimeSource) -> Sample {
        Sample(
            id: .fresh(time), person: id, model: reading.model, embedding: reading.embedding,
            quality: reading.quality, origin: .photograph, created: time.wallMilliseconds())
    }
}
