import Attendance
import Foundation
import Replication
import Testing

struct ErasureRulesTests {
    private static let erased = ErasureID(UUID())
    private static let withdrawn = ErasureID(UUID())
    private static let model = try! ModelID(String(repeating: "a", count: 64))

    private func enrolment(consent: Int) throws -> OutboxOperation.Content {
        let person = try Person(id: PersonID(UUID()), name: "Ana", consent: consent)
        let sample = Sample(
            id: SampleID(UUID()), person: person.id, model: Self.model, embedding: try Embedding([1, 0]), quality: 1,
            origin: .capture, created: 0)
        return .enrolment(try Enrolment(person: person, samples: [sample]))
    }

    private var sighting: OutboxOperation.Content {
        get throws {
            .event(Event(
                id: EventID(UUID()), room: try RoomID("B12"),
                at: TimeEvidence(wall: 0, sinceBoot: 0, boot: "b", offset: nil, offsetError: nil),
                observation: .identification(Identification(
                    person: PersonID(UUID()), model: Self.model, similarity: 0.6, threshold: 0.4, frames: 1))))
        }
    }

    @Test func erasureOutranksEverything() throws {
        for consent in 1...4 {
            let standing = ErasureRules.Standing(erased: Self.erased, withdrawn: Self.withdrawn, consent: consent)
            for content in [try enrolment(consent: consent), try sighting] {
                #expect(ErasureRules.verdict(on: content, standing: standing) == .discard(Self.erased))
            }
        }
    }

    /// Given by the node, in force at the hub, admitted.
    @Test(arguments: [
        (1, nil, true), (2, nil, false), (3, nil, false), (1, 1, true), (1, 2, false), (2, 2, false), (1, 3, false),
        (2, 3, false), (3, 3, true), (3, 1, false), (5, 4, false),
    ])
    func samplesNeedTheConsentThatIsInForce(given: Int, inForce: Int?, admitted: Bool) throws {
        let standing = ErasureRules.Standing(withdrawn: Self.withdrawn, consent: inForce)
        let verdict = ErasureRules.verdict(on: try enrolment(consent: given), standing: standing)
        #expect(verdict == (admitted ? .admit : .discard(Self.withdrawn)))
    }

    @Test func sightingsOfWhomeverWithdrewStay() throws {
        let standing = ErasureRules.Standing(withdrawn: Self.withdrawn, consent: 2)
        #expect(ErasureRules.verdict(on: try sighting, standing: standing) == .admit)
    }

    @Test func theWireFormStaysAsItIs() throws {
        let id = ErasureID(UUID(uuidString: "01a209cd-7daf-72ee-91fe-8300393e4a47")!)
        let line = try WireCoding.encode(OutboxOperation(
            sequence: 7, content: .attestation(Attestation(erasure: id, galleryRoot: "ab", at: 5))))
        #expect(String(decoding: line, as: UTF8.self)
            == #"{"attestation":{"at":5,"erasure":"\#(id)","gallery_root":"ab"},"seq":7}"#)
        #expect(try WireCoding.decode(OutboxOperation.self, from: line).sequence == 7)
    }
}
