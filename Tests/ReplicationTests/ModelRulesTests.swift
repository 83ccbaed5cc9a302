import Attendance
import Replication
import Testing

/// When a node goes over to its site's model (row 22, I7).
struct ModelRulesTests {
    private static let old = try! ModelID(String(repeating: "a", count: 64))
    private static let new = try! ModelID(String(repeating: "b", count: 64))
    private static let started = try! SiteModel(id: new, name: "better")
    private static let complete = try! SiteModel(id: new, name: "better", isComplete: true)

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var announced: SiteModel? = complete
        var isInstalled = true
        var isVerified = true
        var presentPeople = 10
        var announcedPeople = 10
        let decision: ModelRules.Decision
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "nothing was announced", announced: nil, decision: .stay),
        Case(
            name: "its own model was announced", announced: try! SiteModel(id: old, name: "good", isComplete: true),
            isInstalled: false, decision: .stay),
        Case(name: "everything is here", decision: .change(to: complete)),
        Case(name: "the pack is missing", isInstalled: false, decision: .wait(.notInstalled(complete))),
        Case(
            name: "half of the people", announced: started, announcedPeople: 5,
            decision: .wait(.notComplete(started, people: 5, of: 10))),
        Case(
            name: "all people, and the hub does not say so yet", announced: started,
            decision: .wait(.notComplete(started, people: 10, of: 10))),
        Case(name: "samples are still coming", isVerified: false, decision: .wait(.notVerified(complete))),
        Case(name: "the hub says so and none came", announcedPeople: 0, decision: .wait(.nobody(complete))),
        Case(name: "a site of nobody", presentPeople: 0, announcedPeople: 0, decision: .change(to: complete)),
        Case(
            name: "fewer, by the hub's word: the others have withdrawn consent", announcedPeople: 9,
            decision: .change(to: complete)),
    ]

    @Test(arguments: cases)
    func decision(_ test: Case) {
        let facts = ModelRules.Facts(
            present: Self.old, announced: test.announced, isInstalled: test.isInstalled, isVerified: test.isVerified,
            presentPeople: test.presentPeople, announcedPeople: test.announcedPeople)
        #expect(ModelRules.decision(facts) == test.decision)
        if case .wait(let why) = test.decision { #expect(why.words.contains("better") && why.words.hasSuffix(".")) }
    }

    @Test func anOlderHubsAnnouncementIsNotComplete() throws {
        let text = #"{"id":"\#(Self.new.text)","name":"better"}"#
        #expect(try WireCoding.decode(SiteModel.self, from: Array(text.utf8)) == Self.started)
        #expect(String(decoding: try WireCoding.encode(Self.started), as: UTF8.self) == text)
        #expect(try WireCoding.decode(SiteModel.self, from: WireCoding.encode(Self.complete)) == Self.complete)
    }
}
