import Attendance
import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing

/// A node before which a live face appears, and then a picture of one that is recognised as the same, with the real
/// networks.
@Suite(.serialized, .enabled(
    if: RealNode.isPossible && SilentFace.isPossible, Comment(rawValue: RealNode.whyNot + "; " + SilentFace.whyNot)))
struct LivenessTests {
    /// Somebody is enrolled by one photograph (T1); then the camera sees that, and an attack that is like them (F2).
    private static func events(
        _ liveness: NodeConfiguration.Liveness?, _ body: (_ live: [Observation], _ attack: [Observation]) throws -> Void
    ) async throws {
        try await SilentFace.withPack { packs in
            try await RealNode.with { node in
                let change = { (configuration: inout NodeConfiguration) in
                    configuration.packs = packs
                    configuration.liveness = liveness
                }
                let runtime = try await node.runtime(change)
                let reply = try await runtime.enroller().enrol(
                    EnrolmentSubject(name: "Ana"), photographs: [try Photograph(path: SilentFace.sample("T1"))])
                let ana = try #require(reply.person, "\(reply)")
                await runtime.close()
                var seen: [[Observation]] = []
                for sample in ["T1", "F2"] {
                    let before = node.hub.events.count
                    try FileManager.default.copyItem(
                        atPath: SilentFace.sample(sample), toPath: "\(node.camera)/\(sample).jpg")
                    try await node.runUntilIdle(change)
                    seen.append(node.hub.operations.compactMap {
                        if case .event(let event) = $0.content { event.observation } else { nil }
                    }.dropFirst(before).map { $0 })
                }
                try body(seen[0], seen[1])
                #expect(node.seenAtHub().people == [ana: liveness?.policy == .require ? 1 : 2])
            }
        }
    }

    private static func liveness(_ observations: [Observation]) -> [(isPerson: Bool, score: Float?)] {
        observations.map {
            switch $0 {
            case .identification(let value): (true, value.liveness)
            case .unknown(let value): (false, value.liveness)
            }
        }
    }

    @Test func whereLiveFacesAreRequiredAnAttackIsNobody() async throws {
        try await Self.events(.init(policy: .require)) { live, attack in
            let (live, attack) = (Self.liveness(live), Self.liveness(attack))
            #expect(live.count == 1 && live.allSatisfy { $0.isPerson && $0.score ?? 0 > 0.9 }, "\(live)")
            #expect(attack.count == 1 && attack.allSatisfy { !$0.isPerson && $0.score ?? 1 < 0.1 }, "\(attack)")
        }
    }

    @Test func whereTheyAreFlaggedItCountsWithItsScore() async throws {
        try await Self.events(.init(policy: .flag)) { live, attack in
            let (live, attack) = (Self.liveness(live), Self.liveness(attack))
            #expect(live.count == 1 && live.allSatisfy { $0.isPerson && $0.score ?? 0 > 0.9 }, "\(live)")
            #expect(attack.count == 1 && attack.allSatisfy { $0.isPerson && $0.score ?? 1 < 0.1 }, "\(attack)")
        }
    }

    @Test func whereLivenessIsNotJudgedNothingIsSaidOfIt() async throws {
        try await Self.events(nil) { live, attack in
            let all = Self.liveness(live) + Self.liveness(attack)
            #expect(all.count == 2 && all.allSatisfy { $0.isPerson && $0.score == nil }, "\(all)")
        }
    }

    @Test func theThresholdMayBeTheNodesOwn() async throws {
        let judge = try await SilentFace.withPack { packs in
            var configuration = NodeConfiguration()
            configuration.packs = packs
            configuration.liveness = .init(policy: .require, threshold: 0.7)
            return try ModelLoader(configuration: configuration, environment: [:]).liveness
        }
        #expect(judge?.rule == LivenessRule(policy: .require, threshold: 0.7))
    }

    @Test func theDoctorTriesIt() async throws {
        try await SilentFace.withPack { packs in
            try await RealNode.with { node in
                try Data(#"{"liveness": {"policy": "require"}}"#.utf8)
                    .write(to: URL(fileURLWithPath: node.folder.configuration))
                let report = await Doctor(
                    folder: node.folder, options: VisionOptions(packs: packs), cameras: []).examine()
                let finding = report.findings.first { $0.check == "liveness" }
                #expect(finding?.verdict == .ok, "\(report.text)")
                #expect(finding?.found.hasPrefix("require, threshold") == true, "\(report.text)")
            }
        }
    }

    @Test func theEvaluationCountsThem() async throws {
        try await SilentFace.withPack { packs in
            try await Fixtures.withTemporaryFolder { folder in
                for (sample, place) in [("T1", "bona-fide"), ("F1", "screen"), ("F2", "screen")] {
                    try FileManager.default.createDirectory(
                        atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
                    try FileManager.default.copyItem(
                        atPath: SilentFace.sample(sample), toPath: "\(folder)/\(place)/\(sample).jpg")
                }
                try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder + "/screen/broken.jpg"))
                let options = VisionOptions(packs: packs)
                let tools = try RecognitionTools(options)
                let evaluation = LivenessEvaluation(
                    images: try LivenessImages(folder: folder), analyser: tools.analyser,
                    detector: try options.makeLivenessDetector("silent-face"), workers: 2)
                let report = try await evaluation.run(threshold: nil, models: tools.names)
                #expect(report.bpcer == .init(0, of: 1) && report.apcerMaximum == 0)
                #expect(report.attacks.map(\.apcer) == [.init(0, of: 2)])
                #expect(report.attacks.map(\.nonResponses) == [.init(1, of: 3)])
                let strict = try await evaluation.run(threshold: 1, models: tools.names)
                #expect(strict.bpcer.errors == 1)
                let lax = try await evaluation.run(threshold: 0.1, models: tools.names)
                #expect(lax.attacks.map(\.apcer.errors) == [1])
            }
        }
    }
}
