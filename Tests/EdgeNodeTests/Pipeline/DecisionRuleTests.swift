import Attendance
import EdgeNodeCore
import Gallery
import Testing

struct DecisionRuleTests {
    private static let rule = DecisionRule(
        accept: 0.5, review: 0.4, margin: 0.05, others: 0.6, lookAlikeMargin: 0.2)
    private static let ana = PersonID(bytes: Array(repeating: 1, count: 16))
    private static let ben = PersonID(bytes: Array(repeating: 2, count: 16))
    private static let eva = PersonID(bytes: Array(repeating: 3, count: 16))
    /// Ana's twin; nobody else looks like anybody.
    private static let twin = PersonID(bytes: Array(repeating: 4, count: 16))

    private static func match(_ person: PersonID, _ similarity: Float) -> Match {
        Match(personID: person, similarity: similarity)
    }

    private static func here(_ person: PersonID, _ similarity: Float) -> Candidate {
        Candidate(match(person, similarity), lookAlikes: lookAlikes(person))
    }

    private static func lookAlikes(_ person: PersonID) -> Set<PersonID> {
        person == ana ? [twin] : person == twin ? [ana] : []
    }

    private static func elsewhere(_ person: PersonID, _ similarity: Float) -> Candidate {
        Candidate(match(person, similarity), isExpected: false, lookAlikes: lookAlikes(person))
    }

    private static func named(_ person: PersonID, _ similarity: Float, threshold: Float = 0.5) -> Decision {
        .identified(match(person, similarity), threshold: threshold)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let faces: [[Candidate]]
        let decisions: [Decision]
    }

    static let cases = [
        Case(testDescription: "nobody in the picture", faces: [], decisions: []),
        Case(testDescription: "nobody in the gallery", faces: [[]], decisions: [.unknown(nearest: nil)]),
        Case(
            testDescription: "clear", faces: [[here(ana, 0.7), here(ben, 0.2)]],
            decisions: [named(ana, 0.7)]),
        Case(
            testDescription: "exactly at accept", faces: [[here(ana, 0.5)]],
            decisions: [named(ana, 0.5)]),
        Case(
            testDescription: "just below accept", faces: [[here(ana, 0.4999)]],
            decisions: [.unsure(nearest: match(ana, 0.4999))]),
        Case(
            testDescription: "exactly at review", faces: [[here(ana, 0.4)]],
            decisions: [.unsure(nearest: match(ana, 0.4))]),
        Case(
            testDescription: "below review", faces: [[here(ana, 0.39)]],
            decisions: [.unknown(nearest: match(ana, 0.39))]),
        Case(
            testDescription: "siblings too close", faces: [[here(ana, 0.70), here(ben, 0.66)]],
            decisions: [.unsure(nearest: match(ana, 0.70))]),
        Case(
            testDescription: "siblings far enough", faces: [[here(ana, 0.70), here(ben, 0.64)]],
            decisions: [named(ana, 0.70)]),
        Case(
            testDescription: "two faces of one person: the better one is her",
            faces: [[here(ana, 0.6)], [here(ana, 0.9)]],
            decisions: [.unknown(nearest: match(ana, 0.6)), named(ana, 0.9)]),
        Case(
            testDescription: "of equals the first", faces: [[here(ana, 0.6)], [here(ana, 0.6)]],
            decisions: [named(ana, 0.6), .unknown(nearest: match(ana, 0.6))]),
        Case(
            testDescription: "three faces of one person",
            faces: [[here(ana, 0.8)], [here(ana, 0.7)], [here(ana, 0.9)]],
            decisions: [
                .unknown(nearest: match(ana, 0.8)), .unknown(nearest: match(ana, 0.7)), named(ana, 0.9),
            ]),
        Case(
            testDescription: "the loser does not become somebody else",
            faces: [[here(ana, 0.9)], [here(ana, 0.7), here(ben, 0.6)]],
            decisions: [named(ana, 0.9), .unknown(nearest: match(ana, 0.7))]),
        Case(
            testDescription: "two people", faces: [[here(ana, 0.9)], [here(ben, 0.8), here(ana, 0.3)]],
            decisions: [named(ana, 0.9), named(ben, 0.8)]),
        Case(
            testDescription: "an unsure face takes nobody's place", faces: [[here(ana, 0.45)], [here(ana, 0.6)]],
            decisions: [.unsure(nearest: match(ana, 0.45)), named(ana, 0.6)]),
        Case(
            testDescription: "somebody else's pupil has to be more similar", faces: [[elsewhere(ana, 0.59)]],
            decisions: [.unsure(nearest: match(ana, 0.59))]),
        Case(
            testDescription: "and is named then", faces: [[elsewhere(ana, 0.6)]],
            decisions: [named(ana, 0.6, threshold: 0.6)]),
        Case(
            testDescription: "review is further away, too", faces: [[elsewhere(ana, 0.49)]],
            decisions: [.unknown(nearest: match(ana, 0.49))]),
        Case(
            testDescription: "whom nobody expects does not stand in the way",
            faces: [[here(ana, 0.52), elsewhere(ben, 0.55)]], decisions: [named(ana, 0.52)]),
        Case(
            testDescription: "… unless it is rather them", faces: [[here(ana, 0.52), elsewhere(ben, 0.7)]],
            decisions: [named(ben, 0.7, threshold: 0.6)]),
        Case(
            testDescription: "… or it cannot be told", faces: [[here(ana, 0.52), elsewhere(ben, 0.62)]],
            decisions: [.unsure(nearest: match(ana, 0.52))]),
        Case(
            testDescription: "look-alikes need a large lead", faces: [[here(ana, 0.8), here(twin, 0.65)]],
            decisions: [.unsure(nearest: match(ana, 0.8))]),
        Case(
            testDescription: "… which they may have", faces: [[here(ana, 0.85), here(twin, 0.64)]],
            decisions: [named(ana, 0.85)]),
        Case(
            testDescription: "a look-alike in third place counts",
            faces: [[here(ana, 0.8), here(ben, 0.7), here(twin, 0.65)]],
            decisions: [.unsure(nearest: match(ana, 0.8))]),
        Case(
            testDescription: "a look-alike of another section counts as much",
            faces: [[here(ana, 0.7), elsewhere(twin, 0.55)]], decisions: [.unsure(nearest: match(ana, 0.7))]),
        Case(
            testDescription: "two who look alike do not hinder a third",
            faces: [[here(eva, 0.8), here(ana, 0.7), here(twin, 0.69)]], decisions: [named(eva, 0.8)]),
    ]

    @Test(arguments: cases) func decides(_ example: Case) {
        #expect(Self.decide(example.faces) == example.decisions)
    }

    private static func decide(_ faces: [[Candidate]]) -> [Decision] {
        rule.decide(faces)
    }

    @Test func othersAndLookAlikesAreNeverTreatedMoreGently() {
        let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.05, others: 0.3, lookAlikeMargin: 0)
        #expect(rule == DecisionRule(accept: 0.5, review: 0.4, margin: 0.05))
    }

    @Test func notANumberIsNobody() {
        let strange = Self.decide([[Self.here(Self.ana, .nan)], [Self.here(Self.ana, .infinity)]])
        #expect(strange == [.unknown(nearest: nil), .unknown(nearest: nil)])
    }
}
