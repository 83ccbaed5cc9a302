import Attendance
import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing

struct CertificateRenewalTests {
    private static func scope(_ people: Int) -> CertificateScope {
        CertificateScope(model: SiteMeasurementTests.model, detector: nil, people: people, cameras: [])
    }

    private static func thresholds(for people: Int?) -> NodeConfiguration.Thresholds {
        .init(accept: 0.5, review: 0.4, margin: 0.1, measuredFor: people.map(scope))
    }

    @Test(arguments: [
        (nil, .measure("no thresholds were measured yet")),
        (thresholds(for: nil),
            .keep("somebody chose the thresholds in node.json; without them they would be measured")),
        (thresholds(for: 40), .keep("what the thresholds were measured for holds")),
        (thresholds(for: 19), .measure("the thresholds were measured with 19 people, now there are 40")),
    ] as [(NodeConfiguration.Thresholds?, CertificateRenewal)])
    func whenItIsMeasured(thresholds: NodeConfiguration.Thresholds?, expected: CertificateRenewal) {
        #expect(CertificateRenewal(thresholds, now: Self.scope(40)) == expected)
    }

    /// So many searches for one person of which so many fail, and strangers who are all unlike anybody.
    private static func objection(strangers: Int, searches: Int, failing: Int, target: Double = 0.01) -> String? {
        let measurement = SiteMeasurementTests.measurement { measurement in
            measurement.targetFpir = target
            measurement.mated = (0..<searches).map {
                SiteMeasurementTests.search("ada", truth: 1, best: 1, $0 < failing ? 0.1 : 0.8, track: "\($0).jpg")
            }
            measurement.strangers = (0..<strangers).map {
                SiteMeasurementTests.search("\($0)", truth: nil, best: 1, 0.1)
            }
        }
        return CertificateRenewal.objection(to: measurement.certificate(made: ""))
    }

    @Test(arguments: [
        (strangers: 300, searches: 20, failing: 2, objection: nil),
        (300, 20, 3, "more than 10 % of the searches for enrolled people would fail"),
        (200, 20, 0, "200 strangers are too few to show a false-positive rate of 1.00 %: 100 more are needed"),
    ] as [(strangers: Int, searches: Int, failing: Int, objection: String?)])
    func whatIsAdopted(strangers: Int, searches: Int, failing: Int, objection: String?) {
        let said = Self.objection(strangers: strangers, searches: searches, failing: failing)
        #expect(said == objection || (objection.map { said?.hasPrefix($0) ?? false } ?? false), "\(said ?? "nothing")")
    }

    /// A real room: no thresholds yet; too few strangers; enough of them; then nothing to do, until people come.
    @Test(.enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
    func aRoomIsMeasuredWhenItIsDue() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            _ = try await node.enrol(runtime, "Biden", "persons/biden-1.jpg")
            await runtime.close()
            func lay(_ file: String, as place: String) throws {
                let path = "\(node.path)/\(place)"
                try FileManager.default.createDirectory(
                    atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
                try FileManager.default.copyItem(atPath: Fixtures.photographs + "/" + file, toPath: path)
            }
            try lay("persons/biden-2.jpg", as: "probes/Biden/2.jpg")
            let strangers = [
                "strangers/stranger-1.png", "strangers/stranger-2.jpg", "strangers/stranger-3.jpg",
                "persons/obama-1.jpg",
            ]
            for (index, file) in strangers.enumerated() { try lay(file, as: "strangers/\(index)/1.jpg") }
            var configuration = NodeConfiguration()
            configuration.packs = Fixtures.packs
            configuration.certificate = .init(
                probes: node.path + "/probes", strangers: node.path + "/strangers", targetFpir: 0.5)
            try configuration.write(node.folder)
            let options = VisionOptions(packs: Fixtures.packs, workers: 2)
            let renewal = SiteRenewal(folder: node.folder, options: options, environment: [:])
            func run(anyway: Bool = false) async throws -> SiteRenewal.Outcome {
                try await renewal.run(anyway: anyway, made: "2026-01-02T03:04:05Z", report: { _ in })
            }

            let failure = await #expect(throws: Failure.self) { try await run() }
            #expect(failure?.message.contains("4 strangers are too few") == true, "\(failure?.message ?? "")")
            #expect(try NodeConfiguration.load(node.folder) == configuration)
            #expect(Fixtures.exists(renewal.output + "/certificate.html"))

            try lay("persons/obama-2.jpg", as: "strangers/fifth/1.jpg")
            try lay("group-six.jpg", as: "strangers/sixth/1.jpg")
            guard case .adopted(let thresholds, let choice) = try await run() else {
                Issue.record("not adopted")
                return
            }
            #expect(choice.strangers == 6 && choice.isShown)
            let adopted = try NodeConfiguration.load(node.folder)
            #expect(adopted.thresholds == thresholds && adopted.certificate == configuration.certificate)
            #expect(thresholds.measuredFor?.people == 1 && thresholds.measuredFor?.detector != nil)
            guard case .kept = try await run() else {
                Issue.record("measured although it holds")
                return
            }
            guard case .adopted = try await run(anyway: true) else {
                Issue.record("not measured anyway")
                return
            }
        }
    }

    @Test func aNodeThatKeepsNoCapturesIsToldSo() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let renewal = SiteRenewal(
                folder: DataFolder(path: path), options: VisionOptions(packs: "/nowhere"), environment: [:])
            let failure = await #expect(throws: Failure.self) {
                try await renewal.run(anyway: false, made: "", report: { _ in })
            }
            #expect(failure?.exitCode == .configuration)
        }
    }
}
