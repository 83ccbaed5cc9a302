import Foundation
import FuzzCore
import TestSupport
import Testing

/// The short form of ./deploy/fuzz: the same targets, fewer inputs, always the same ones. Where one of them crashes,
/// `rollcall-fuzz run NAME --inputs 0 --corpus Tests/FuzzTests/Resources` names the input.
@Suite(.serialized)
struct FuzzTests {
    static let names = FuzzTargets.all.filter { !$0.isContained }.map(\.name)
    static let resources = Fixtures.checkout + "/Tests/FuzzTests/Resources"

    @Test(arguments: names)
    func survives(_ name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        let batch = try FuzzBatch(target, seed: 1, extra: try FuzzCampaign.extra(for: name, in: Self.resources))
        var findings: [FuzzFinding] = []
        let understood = batch.run(0..<target.shortRun) { findings.append($0) }
        #expect(findings.isEmpty)
        // Otherwise it only tests how garbage is refused.
        #expect(understood > 0, "nothing was understood")
    }

    @Test func inputsAreTheSameEveryTime() throws {
        let target = try #require(FuzzTargets.named("push-batch"))
        let mutators = try (0..<2).map { _ in
            Mutator(corpus: try target.seeds(), words: target.words, maximumBytes: target.maximumBytes)
        }
        #expect((0..<200).allSatisfy { mutators[0].input($0, seed: 9) == mutators[1].input($0, seed: 9) })
        #expect(Set((0..<200).map { mutators[0].input($0, seed: 9) }).count > 150)
    }

    @Test("A trap, a long wait and too much memory are seen")
    func findsWhatIsWrong() throws {
        let target = FuzzTarget(
            "made-up", seeds: { [[1], [2], [3]] },
            reader: {
                { bytes in
                    if bytes == [2] {
                        // Processor time, a little more than an input may take.
                        let end = clock() + 1_200_000
                        while clock() < end {}
                    }
                    if bytes == [3] { return [UInt8](repeating: 1, count: 300 << 20).last == 1 }
                    return true
                }
            })
        var findings: [FuzzFinding] = []
        let understood = try FuzzBatch(target, seed: 1).run(0..<3) { findings.append($0) }
        #expect(findings.map(\.kind) == [.slow, .growth])
        #expect(understood == 3)
    }
}
