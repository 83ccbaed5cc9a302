import Attendance
import Foundation
import HubCore
import Testing

struct ReembeddingRulesTests {
    private static let (own, former, third) = (model("d"), model("a"), model("c"))

    private static func model(_ digit: Character) -> ModelID { try! ModelID(String(repeating: digit, count: 64)) }

    struct Case: Sendable {
        let name: String
        var isComplete = false
        var used: Set<ModelID> = []
        var installed: Set<ModelID> = []
        let targets: [ModelID]
    }

    static let cases = [
        Case(name: "nothing is installed", used: [former], targets: []),
        Case(name: "the hub's own pack is not", used: [former], installed: [former], targets: []),
        Case(name: "nobody is enrolled", isComplete: true, installed: [own, former], targets: [own]),
        Case(name: "the site changes", used: [former], installed: [own, former], targets: [own, former]),
        Case(name: "the former pack was removed", used: [former, own], installed: [own], targets: [own]),
        Case(
            name: "two former models, always in one order", used: [third, own, former], installed: [own, third, former],
            targets: [own, former, third]),
        Case(name: "a pack that nobody has samples of", used: [former], installed: [own, third], targets: [own]),
        Case(
            name: "everybody has samples of the new one", isComplete: true, used: [former, own],
            installed: [own, former], targets: [own]),
    ]

    @Test(arguments: cases) func targets(test: Case) {
        let found = ReembeddingRules.targets(
            own: Self.own, isComplete: test.isComplete, used: test.used, installed: test.installed)
        #expect(found == test.targets, "\(test.name)")
    }

    private typealias Face = ReenrolmentCause.Face

    @Test(arguments: [
        ([Face(origin: .capture, crop: nil), Face(origin: .labelled, crop: nil)], .elsewhere),
        ([Face(origin: .imported, crop: nil)], .elsewhere),
        ([Face(origin: .capture, crop: nil), Face(origin: .photograph, crop: nil)], .notKept),
        ([Face(origin: .photograph, crop: .waiting)], .waiting),
        (
            [Face(origin: .photograph, crop: .read(problem: "dark")), Face(origin: .photograph, crop: .waiting)],
            .waiting
        ),
        (
            [Face(origin: .photograph, crop: .read(problem: "dark")), Face(origin: .photograph, crop: nil)],
            .refused("dark")
        ),
        (
            [Face(origin: .photograph, crop: .read(problem: "a")), Face(origin: .capture, crop: .read(problem: "b"))],
            .refused("b")
        ),
        // A sample was made of it, and is gone.
        ([Face(origin: .photograph, crop: .read(problem: nil))], .notKept),
    ] as [([ReenrolmentCause.Face], ReenrolmentCause)])
    func causes(faces: [ReenrolmentCause.Face], cause: ReenrolmentCause) {
        #expect(ReenrolmentCause(faces) == cause)
    }

    @Test func aSampleMadeAgainIsCalledTheSame() {
        let (one, two) = (SampleID(UUID()), SampleID(UUID()))
        let names = [one, two].flatMap { [$0.made(again: Self.own), $0.made(again: Self.former)] } + [one, two]
        #expect(Set(names).count == 6)
        #expect(one.made(again: Self.own) == SampleID(bytes: one.bytes).made(again: Self.own))
    }
}
