import Attendance
import Foundation
import Testing

struct ValueTests {
    @Test func identifiersRoundTripThroughTextAndBytes() throws {
        let identifier = PersonID(UUID())
        #expect(try PersonID(text: identifier.description) == identifier)
        #expect(PersonID(bytes: identifier.bytes) == identifier)
        #expect(throws: AttendanceError.self) { try PersonID(text: "not one") }
    }

    @Test func timeOrderedIdentifiersFollowRFC9562() {
        let identifier = EventID.timeOrdered(milliseconds: 0x0123_4567_89AB, random: (.max, .max))
        #expect(identifier.description == "01234567-89ab-7fff-bfff-ffffffffffff")
        let later = EventID.timeOrdered(milliseconds: 0x0123_4567_89AC, random: (0, 0))
        #expect(identifier < later)
    }

    @Test(arguments: ["", " B12", "B12 ", "B\n12", String(repeating: "x", count: 65)])
    func badLabelsAreRefused(_ text: String) {
        #expect(throws: AttendanceError.self) { try RoomID(text) }
    }

    @Test(arguments: ["", "ABC", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
    func badModelIDsAreRefused(_ text: String) {
        #expect(throws: AttendanceError.self) { try ModelID(text) }
    }

    @Test func embeddingsKeepEveryBit() throws {
        let values: [Float] = [0.6, -0.8, 0, 1e-30]
        let embedding = try Embedding(values)
        let decoded = try JSONDecoder().decode(Embedding.self, from: JSONEncoder().encode(embedding))
        #expect(decoded.values.map(\.bitPattern) == values.map(\.bitPattern))
        // The wire form is fixed: little-endian float32 as base64.
        #expect(Array(embedding.littleEndianBytes.prefix(4)) == [0x9A, 0x99, 0x19, 0x3F])
    }

    @Test(arguments: [[], [0], [2, 0], [.nan, 1], [.infinity, 0], [Float](repeating: 0.01, count: 4_097)] as [[Float]])
    func vectorsThatAreNotOfUnitLengthAreRefused(_ values: [Float]) {
        #expect(throws: AttendanceError.self) { try Embedding(values) }
    }

    @Test(arguments: [
        #""AAAA""#, #""not base64!""#, #""""#, "5",
    ])
    func badEmbeddingTextIsRefused(_ json: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Embedding.self, from: Data(json.utf8)) }
    }

    @Test func decodingAPersonChecksItsLimits() {
        let json = #"{"id":"00000000-0000-0000-0000-000000000001","name":"\#(String(repeating: "x", count: 201))"}"#
        #expect(throws: AttendanceError.self) { try JSONDecoder().decode(Person.self, from: Data(json.utf8)) }
    }

    @Test func anEnrolmentHoldsSamplesOfItsPersonOnly() throws {
        let person = try Person(id: PersonID(UUID()), name: "Ada")
        func sample(of person: PersonID) throws -> Sample {
            Sample(
                id: SampleID(UUID()), person: person, model: try ModelID(String(repeating: "a", count: 64)),
                embedding: try Embedding([1, 0]), quality: 1, origin: .photograph, created: 0)
        }
        #expect(throws: AttendanceError.self) { try Enrolment(person: person, samples: []) }
        #expect(throws: AttendanceError.self) {
            try Enrolment(person: person, samples: [sample(of: PersonID(UUID()))])
        }
        let good = try Enrolment(person: person, samples: [sample(of: person.id)])
        #expect(try JSONDecoder().decode(Enrolment.self, from: JSONEncoder().encode(good)) == good)
    }
}
