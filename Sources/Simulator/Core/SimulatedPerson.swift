import Attendance
import EdgeNodeCore
import Foundation

/// Somebody of the simulated school, and the bytes by which they can be found again on a disk.
struct SimulatedPerson {
    let person: Person
    let embedding: Embedding

    static let model = try! ModelID(String(repeating: "a", count: 64))
    /// One that no node recognises by.
    static let otherModel = try! ModelID(String(repeating: "b", count: 64))
    static let dimension = 8

    init(index: Int, id: PersonID, random: inout SplitMix64) throws {
        person = try Person(id: id, name: "Pupil-\(1_000 + index)-of-the-school")
        let values = (0..<Self.dimension).map { _ in Float.random(in: 0.1...1, using: &random) }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        embedding = try Embedding(values.map { $0 / length })
    }

    func sample(_ id: SampleID, model: ModelID = model, created: Int64) -> Sample {
        Sample(
            id: id, person: person.id, model: model, embedding: embedding, quality: 1, origin: .capture,
            created: created)
    }

    /// Name and face, in each form in which they are stored or sent.
    var traces: [[UInt8]] {
        let raw = embedding.littleEndianBytes
        return [Array(person.name.utf8), raw, Array(Data(raw).base64EncodedString().utf8)]
    }

    /// What names them without their name.
    var identifiers: [[UInt8]] { [person.id.bytes, Array(person.id.description.utf8)] }
}
