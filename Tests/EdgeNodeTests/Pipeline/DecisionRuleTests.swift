import Attendance
import EdgeNodeCore
import Gallery
import Testing

struct DecisionRuleTests {
    private static let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.05)
    private static let ana = PersonID(bytes: Array(repeating: 1, count: 16))
    private static let ben = PersonID(bytes: Array(repeating: 2, count: 16))

    private static func match(_ person: PersonID, _ similarity: Float) -> Match {
        Match(personID: person, similarity: similarity)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let faces: [[Match]]
        let decisions: [Decision]
    }

    static let cases = [
        Case(testDescription: "nobody in the picture", faces: [], decisions: []),
        Case(testDescription: "nobody in the gallery", faces: [[]], decisions: [.unknown(nearest: nil)]),
        Case(
            testDescription: "clear", faces: [[match(ana, 0.7), match(ben, 0.2)]],
            decisions: [.identified(match(ana, 0.7))]),
        Case(
            testDescription: "exactly at accept", faces: [[match(ana, 0.5)]],
            decisions: [.identified(match(ana, 0.5))]),
        Case(
            testDescription: "just below accept", faces: [[match(ana, 0.4999)]],
            decisions: [.unsure(nearest: match(ana, 0.4999))]),
        Case(
            testDescription: "exactly at review", faces: [[match(ana, 0.4)]],
            decisions: [.unsure(nearest: match(ana, 0.4))]),
        Case(
            testDescription: "below review", faces: [[match(ana, 0.39)]],
            decisions: [.unknown(nearest: match(ana, 0.39))]),
        Case(
            testDescription: "siblings too close", faces: [[match(ana, 0.70), match(ben, 0.66)]],
            decisions: [.unsure(nearest: match(ana, 0.70))]),
        Case(
            testDescription: "siblings far enough", faces: [[match(ana, 0.70), match(ben, 0.64)]],
            decisions: [.identified(match(ana, 0.70))]),
        Case(
            testDescription: "two faces of one person: the better one is her",
            faces: [[match(ana, 0.6)], [match(ana, 0.9)]],
            decisions: [.unknown(nearest: match(ana, 0.6)), .identified(match(ana, 0.9))]),
        Case(
            testDescription: "of equals the first", faces: [[match(ana, 0.6)], [match(ana, 0.6)]],
            decisions: [.identified(match(ana, 0.6)), .unknown(nearest: match(ana, 0.6))]),
        Case(
            testDescription: "three faces of one person",
            faces: [[match(ana, 0.8)], [match(ana, 0.7)], [match(ana, 0.9)]],
            decisions: [
                .unknown(nearest: match(ana, 0.8)), .unknown(nearest: match(ana, 0.7)), .identified(match(ana, 0.9)),
            ]),
        Case(
            testDescription: "the loser does not become somebody else",
            faces: [[match(ana, 0.9)], [match(ana, 0.7), match(ben, 0.6)]],
            decisions: [.identified(match(ana, 0.9)), .unknown(nearest: match(ana, 0.7))]),
        Case(
            testDescription: "two people", faces: [[match(ana, 0.9)], [match(ben, 0.8), match(ana, 0.3)]],
            decisions: [.identified(match(ana, 0.9)), .identified(match(ben, 0.8))]),
        Case(
            testDescription: "an unsure face takes nobody's place", faces: [[match(ana, 0.45)], [match(ana, 0.6)]],
            decisions: [.unsure(nearest: match(ana, 0.45)), .identified(match(ana, 0.6))]),
    ]

    @Test(arguments: cases) func decides(_ example: Case) {
        #expect(Self.rule.decide(example.faces) == example.decisions)
    }

    @Test func notANumberIsNobody() {
        let strange = Self.rule.decide([[Self.match(Self.ana, .nan)], [Self.match(Self.ana, .infinity)]])
        #expect(strange == [.unknown(nearest: nil), .unknown(nearest: nil)])
    }
}
