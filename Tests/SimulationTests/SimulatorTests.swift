import Foundation
import SimulatorCore
import Testing

/// Nodes and hub through faults that a seed decides (docs/SIMULATOR.md).
struct SimulatorTests {
    struct Named: Sendable {
        let seed: UInt64
        let edition: Edition
        /// What was wrong then.
        let was: String
    }

    /// Seeds that broke a promise once.
    static let named = [
        Named(seed: 14, edition: .first, was: "an idle node never noticed that the hub had been copied back"),
        Named(seed: 29, edition: .first, was: "as 14, with copies of nodes"),
        Named(seed: 5, edition: .first, was: "what the hub discarded stayed in a node's write-ahead log"),
        Named(seed: 24, edition: .first, was: "a lost reply lost the word about what to discard"),
        Named(seed: 83, edition: .first, was: "a hub that was copied back took in what an absent node had to resend"),
        Named(seed: 103, edition: .first, was: "a restarted node did not see that the hub began another life"),
        Named(seed: 232, edition: .first, was: "only a copy of a node, which had reported already, knew of an erasure"),
        Named(seed: 20_781_037, edition: .first, was: "what the hub had acknowledged in an earlier life was given up"),
        Named(seed: 55, edition: .first, was: "what a feed's reset removed stayed in the log"),
        Named(seed: 6, edition: .second, was: "a withdrawal took sightings out of the quarantine"),
        Named(seed: 159, edition: .second, was: "a hello named a history that its node did not hold any more"),
        Named(seed: 1030, edition: .second, was: "the oldest operation that a node held was sent though it had rotted"),
        Named(seed: 2010, edition: .second, was: "a double from before the hub was restored ended the living process"),
        Named(seed: 2391, edition: .second, was: "the ledger did not find whom the quarantine alone named"),
        Named(seed: 6327, edition: .second, was: "a withdrawal was not in force for whom the hub had forgotten"),
        Named(seed: 6081, edition: .second, was: "a running node did not pull again what an erasure had taken"),
        Named(seed: 9342, edition: .second, was: "only a node that was revoked could have told of a forgotten erasure"),
        Named(seed: 58, edition: .third, was: "a clock an hour ahead was believed to a minute"),
        Named(seed: 60_543, edition: .third, was: "what was pruned of whom nobody knew any more stayed in pages"),
        Named(seed: 7127, edition: .second, was: "SQLite left a copy of a deleted row in a page"),
    ]

    @Test(arguments: named)
    func aNamedSeedKeepsEveryPromise(_ named: Named) throws {
        #expect(try Campaign.liveTwice(.site(named.edition), seed: named.seed).violations.isEmpty)
    }

    /// Other seeds each day, lived through twice: the same world both times, to the last message. The first one is
    /// printed, so that a failure can be looked at again.
    @Test func freshSeedsKeepEveryPromise() async throws {
        let first = UInt64(Date().timeIntervalSince1970 / 86_400) * 1_000
        print("Simulated seeds \(first)…\(first + 299); look at one with: rollcall-sim run --seed X --trace")
        try await Campaign.run(
            first..<first + 300, lanes: ProcessInfo.processInfo.activeProcessorCount, isTwice: true
        ) { result in
            #expect(result.violations.isEmpty, "seed \(result.seed)")
        }
    }

    @Test func seedsDiffer() throws {
        #expect(try Campaign.live(seed: 1).hash != Campaign.live(seed: 2).hash)
    }
}
