import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing

@Suite("Error rates of liveness")
struct LivenessMetricsTests {
    private static let bonaFide = LivenessMetrics.Presentations([0.9, 0.8, 0.5, 0.4999, nil])
    private static let print = LivenessMetrics.Presentations((0..<20).map { Float($0) / 40 })
    private static let replay = LivenessMetrics.Presentations([0.6, 0.2, nil, nil])

    @Test("Attacks that reach the threshold and live faces that do not are errors; no response is neither")
    func rates() {
        #expect(LivenessMetrics.bpcer(Self.bonaFide, at: 0.5) == .init(1, of: 4))
        #expect(LivenessMetrics.apcer(Self.replay, at: 0.5) == .init(1, of: 2))
        #expect(LivenessMetrics.apcer(Self.print, at: 0.5) == .init(0, of: 20))
        #expect(Self.replay.withoutResponse == 2 && Self.replay.all == 4)
        #expect(LivenessMetrics.Rate(0, of: 0).share == nil)
    }

    @Test("The threshold for a rate holds for the worst species")
    func fixedRate() {
        #expect(LivenessMetrics.threshold(atAPCER: 0.1, [Self.print]) == Float(17).nextUp / 40)
        #expect(LivenessMetrics.threshold(atAPCER: 0.1, [Self.print, Self.replay]) == Float(0.6).nextUp)
        #expect(LivenessMetrics.threshold(atAPCER: 1, [Self.print]) == 0)
        #expect(LivenessMetrics.threshold(atAPCER: 0.1, []) == 0)
    }

    private static func report(
        _ attacks: [(name: String, scores: LivenessMetrics.Presentations)]
    ) -> LivenessReport {
        LivenessReport(
            bonaFide: bonaFide, attacks: attacks, threshold: 0.5, detector: "yunet", liveness: "silent-face")
    }

    @Test("The report tells each species by itself, the worst, and who got no response")
    func report() throws {
        let report = Self.report([("print", Self.print), ("replay", Self.replay)])
        #expect(report.attacks.map(\.species) == ["print", "replay"])
        #expect(report.attacks.map(\.apcer.share) == [0, 0.5])
        #expect(report.apcerMaximum == 0.5)
        #expect(report.attacks[1].nonResponses == .init(2, of: 4))
        #expect(report.bonaFideNonResponses == .init(1, of: 5))
        // Two attacks cannot show one in ten.
        #expect(report.fixedApcer.isEmpty && report.text.contains("needs 10 attacks"))
        let enough = Self.report([("print", Self.print)])
        #expect(enough.fixedApcer.map(\.apcer) == [0.1, 0.05])
        #expect(enough.fixedApcer.map(\.bpcer.errors) == [0, 0])
        let json = try ReportJSON.text(report)
        #expect(json.contains("\"apcer_maximum\":0.5") && json.contains("\"bpcer\":{\"ci95\":["))
        for part in ["bona fide", "BPCER       25.00 %", "APCER       50.00 %", "worst species: 50.00 %", "yunet"] {
            #expect(report.text.contains(part), "\(part) in \(report.text)")
        }
    }

    @Test("Without attacks nothing is said of them")
    func withoutAttacks() throws {
        let report = Self.report([])
        #expect(report.apcerMaximum == nil && report.attacks.isEmpty)
        #expect(report.text.contains("APCER: not measured"))
        #expect(!(try ReportJSON.text(report)).contains("apcer_maximum"))
    }

    @Test("Folders are species, at any depth; others are refused with what is needed")
    func folders() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let error = #expect(throws: EvaluationError.self) { try LivenessImages(folder: folder) }
            #expect(error?.advice.contains("bona-fide") == true)
            for file in [
                "bona-fide/ana/1.jpg", "bona-fide/2.png", "print/a/b/3.jpg", "print/notes.txt", "empty/x.txt",
            ] {
                let path = folder + "/" + file
                try FileManager.default.createDirectory(
                    atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                    withIntermediateDirectories: true)
                try Data().write(to: URL(fileURLWithPath: path))
            }
            let images = try LivenessImages(folder: folder)
            #expect(images.bonaFide == ["2.png", "ana/1.jpg"].map { folder + "/bona-fide/" + $0 })
            #expect(images.attacks.map(\.name) == ["print"])
            #expect(images.attacks.first?.paths == [folder + "/print/a/b/3.jpg"])
        }
    }
}
