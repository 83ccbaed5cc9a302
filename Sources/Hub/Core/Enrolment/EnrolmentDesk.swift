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
        let known = try await people.samples(of: id)
        let sheet = try await read(photographs, known: known)
        guard !sheet.readings.isEmpty else { return EnrolmentReply(person: nil, photographs: sheet.outcomes) }
        let person = try await people.add(sheet.readings.map { Self.sample($0, of: id, time) }, to: id)
        return EnrolmentReply(person: person, photographs: sheet.outcomes)
    }

    /// `known`: the person's samples that stand already.
    private func read(_ photographs: [Photograph], known: [Sample] = []) async throws -> Sheet {
        var readings: [FaceReader.Reading?] = []
        var reasons: [String?] = []
        for photograph in photographs {
            switch try await faces.read(photograph.bytes) {
            case .face(let reading):
                readings.append(reading)
                reasons.append(nil)
            case .refused(let reason):
                readings.append(nil)
                reasons.append(reason)
            }
        }
        for outlier in Self.outliers(readings, known) {
            readings[outlier] = nil
            reasons[outlier] = Agreement.reason
        }
        return Sheet(
            outcomes: zip(photographs, reasons).map {
                PhotographOutcome(file: $0.file, isAccepted: $1 == nil, reason: $1)
            },
            readings: readings.compactMap(\.self))
    }

    private static func outliers(_ readings: [FaceReader.Reading?], _ known: [Sample]) -> [Int] {
        guard let first = readings.lazy.compactMap(\.self).first, let review = first.review else { return [] }
        return Agreement.outliers(
            of: readings.map { $0.map { Agreement.Face(embedding: $0.embedding, quality: $0.quality) } },
            known: known.filter { $0.model == first.model }.map(\.embedding), least: review)
    }

    private static func sample(_ reading: FaceReader.Reading, of id: PersonID, _ time: any TimeSource) -> Sample {
        Sample(
            id: .fresh(time), person: id, model: reading.model, embedding: reading.embedding,
            quality: reading.quality, origin: .photograph, created: time.wallMilliseconds())
    }
}
