import Attendance
import EdgeNodeCore
import Gallery
import Testing

struct LivenessRuleTests {
    private static let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.05)
    private static let ana = PersonID(bytes: Array(repeating: 1, count: 16))
    private static let ben = PersonID(bytes: Array(repeating: 2, count: 16))

    struct Face: Sendable {
        let candidates: [Candidate]
        let liveness: Float?
    }

    private static func face(_ person: PersonID?, _ similarity: Float, _ liveness: Float?) -> Face {
        Face(candidates: person.map { [Candidate(match($0, similarity))] } ?? [], liveness: liveness)
    }

    private static func match(_ person: PersonID, _ similarity: Float) -> Match {
        Match(personID: person, similarity: similarity)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let policy: LivenessPolicy
        let faces: [Face]
        let decisions: [Decision]
    }

    static let cases = [
        Case(testDescription: "nobody", policy: .require, faces: [], decisions: []),
        Case(
            testDescription: "live", policy: .require, faces: [face(ana, 0.8, 0.9)],
            decisions: [.identified(match(ana, 0.8), threshold: 0.5)]),
        Case(
            testDescription: "exactly at the threshold", policy: .require, faces: [face(ana, 0.8, 0.6)],
            decisions: [.identified(match(ana, 0.8), threshold: 0.5)]),
        Case(
            testDescription: "below it", policy: .require, faces: [face(ana, 0.8, 0.59)],
            decisions: [.notLive(match(ana, 0.8))]),
        Case(
            testDescription: "not a number", policy: .require, faces: [face(ana, 0.8, .nan)],
            decisions: [.notLive(match(ana, 0.8))]),
        Case(
            testDescription: "not judged", policy: .require, faces: [face(ana, 0.8, nil)],
            decisions: [.notLive(match(ana, 0.8))]),
        Case(
            testDescription: "who is not recognised stays so", policy: .require,
            faces: [face(ana, 0.45, 0.1), face(ana, 0.1, 0.1), face(nil, 0, 0.1)],
            decisions: [
                .unsure(nearest: match(ana, 0.45)), .unknown(nearest: match(ana, 0.1)), .unknown(nearest: nil),
            ]),
        Case(
            testDescription: "a photograph that is more alike does not take the person's place", policy: .require,
            faces: [face(ana, 0.9, 0.1), face(ana, 0.7, 0.9), face(ben, 0.8, 0.9)],
            decisions: [
                .notLive(match(ana, 0.9)), .identified(match(ana, 0.7), threshold: 0.5),
                .identified(match(ben, 0.8), threshold: 0.5),
            ]),
        Case(
            testDescription: "flagged: counts all the same", policy: .flag,
            faces: [face(ana, 0.9, 0.1), face(ana, 0.7, 0.9)],
            decisions: [.identified(match(ana, 0.9), threshold: 0.5), .unknown(nearest: match(ana, 0.7))]),
        Case(
            testDescription: "challenge: both are to show who they are", policy: .challenge,
            faces: [face(ana, 0.9, nil), face(ana, 0.7, nil), face(ben, 0.45, nil)],
            decisions: [
                .identified(match(ana, 0.9), threshold: 0.5), .identified(match(ana, 0.7), threshold: 0.5),
                .unsure(nearest: match(ben, 0.45)),
            ]),
        Case(
            testDescription: "off", policy: .off, faces: [face(ana, 0.9, nil)],
            decisions: [.identified(match(ana, 0.9), threshold: 0.5)]),
    ]

    @Test(arguments: cases)
    func decisions(example: Case) {
        let liveness = LivenessRule(policy: example.policy, threshold: 0.6)
        let decisions = liveness.decide(example.faces.map(\.liveness)) { places in
            Self.rule.decide(places.map { example.faces[$0].candidates })
        }
        #expect(decisions == example.decisions)
    }
}
