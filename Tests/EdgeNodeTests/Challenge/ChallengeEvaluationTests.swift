import EdgeNodeCore
import Foundation
import TestSupport
import Testing
import Vision

/// Recordings of models that turn, judged with the real networks.
@Suite(.serialized, .enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct ChallengeEvaluationTests {
    private static let options = VisionOptions(packs: Fixtures.packs, workers: 2)

    /// Writes what a camera sees of somebody who turns like this, and looks to the front before, between and after.
    private static func record(
        _ turns: [ChallengeRequest.Ask], of carrier: PosedPicture.Carrier, to folder: String, _ analyser: FaceAnalyser
    ) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let photograph = Fixtures.photographs + "/" + TurningFace.portrait(for: carrier)
        let face = try TurningFace(photograph: photograph, on: carrier, analyser: analyser)
        let poses = [ChallengeRequest.Ask.front] + turns.flatMap { [$0, .front] }
        let frames = poses.flatMap { pose in
            face.hear(pose)
            return (0..<7).compactMap { _ in face.frame() }
        }
        for (index, frame) in frames.enumerated() {
            try Data(frame).write(to: URL(fileURLWithPath: "\(folder)/\(100 + index).jpg"))
        }
    }

    @Test func recordingsAreJudgedByTheTurnsInTheirNames() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let tools = try RecognitionTools(Self.options)
            let recordings: [(place: String, turns: [ChallengeRequest.Ask], carrier: PosedPicture.Carrier)] = [
                ("bona-fide/as-asked-lr", [.left, .right], .head), ("bona-fide/otherwise-ll", [.left, .right], .head),
                ("sheet/as-asked-lr", [.left, .right], .sheet), ("screen/still-lr", [.front, .front], .sheet),
            ]
            for (place, turns, carrier) in recordings {
                try Self.record(turns, of: carrier, to: folder + "/" + place, tools.analyser)
            }
            try FileManager.default.createDirectory(
                atPath: folder + "/screen/empty-lr", withIntermediateDirectories: true)
            try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder + "/screen/empty-lr/1.jpg"))
            let report = try await ChallengeEvaluation(
                presentations: ChallengePresentations(recordings: folder), analyser: tools.analyser, turns: 4,
                workers: 2
            ).run(models: tools.names)
            #expect(report.bpcer == .init(1, of: 2))
            #expect(report.attacks.map(\.species) == ["screen", "sheet"])
            #expect(report.attacks.map(\.apcer) == [.init(0, of: 1), .init(0, of: 1)])
            #expect(report.attacks.map(\.nonResponses) == [.init(1, of: 2), .init(0, of: 1)])
            #expect(report.threshold == nil && report.fixedApcer.isEmpty)
            #expect(report.text.contains("challenge of 4 head turns") && !report.text.contains("threshold"))
        }
    }

    @Test func portraitsBecomeModels() async throws {
        let tools = try RecognitionTools(Self.options)
        let report = try await ChallengeEvaluation(
            presentations: ChallengePresentations(
                photographs: [Fixtures.photographs + "/" + TurningFace.portrait(for: .sheet)],
                analyser: tools.analyser),
            analyser: tools.analyser, turns: 2, workers: 2
        ).run(models: tools.names)
        #expect(report.bpcer.of == 1)
        #expect(report.attacks.map(\.species) == ["bent-sheet", "sheet"])
        #expect(report.attacks.first { $0.species == "sheet" }?.apcer == .init(0, of: 1))
    }
}
