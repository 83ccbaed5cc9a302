import Attendance
import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing

/// Whole runs over real photographs, with the default packs.
@Suite(.serialized, .enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct SiteEvaluationTests {
    /// Copies sample photographs to where an evaluation looks for them: "probes/Obama/2.jpg".
    private static func lay(_ files: [String: String], in folder: String) throws {
        for (place, file) in files {
            let path = folder + "/" + place
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Fixtures.photographs + "/" + file, toPath: path)
        }
    }

    private static let captures = [
        "probes/Obama/2.jpg": "persons/obama-2.jpg", "probes/Obama/walk/1.jpg": "persons/obama-2.jpg",
        "probes/Obama/walk/2.jpg": "persons/obama-3.jpg", "probes/Biden/2.jpg": "persons/biden-2.jpg",
        "probes/Nobody/1.jpg": "persons/obama-3.jpg",
        "strangers/two/1.jpg": "strangers/stranger-2.jpg", "strangers/three/1.jpg": "strangers/stranger-3.jpg",
        "strangers/Biden/1.jpg": "persons/biden-2.jpg",
    ]

    private static let options = VisionOptions(packs: Fixtures.packs, workers: 2)

    private static func certificate(_ gallery: SiteGallery, _ folder: String) async throws -> SiteCertificate {
        try await SiteEvaluation(
            gallery: gallery, probes: LabelledTracks(folder: folder + "/probes"),
            strangers: LabelledTracks(folder: folder + "/strangers"), targetFpir: 0.003
        ).run(RecognitionTools(options), options, made: "2026-01-02T03:04:05Z")
    }

    @Test func peopleEnrolledForTheMeasurement() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Self.lay(Self.captures.merging([
                "enrol/Obama/1.jpg": "persons/obama-1.jpg", "enrol/Biden/1.jpg": "persons/biden-1.jpg",
            ]) { first, _ in first }, in: folder)
            // Somebody of whom there is no usable photograph, and a capture without a face.
            for path in ["enrol/Cheney/1.jpg", "probes/Biden/empty.jpg"] {
                try FileManager.default.createDirectory(
                    atPath: URL(filePath: folder + "/" + path).deletingLastPathComponent().path,
                    withIntermediateDirectories: true)
                try Data("no photograph".utf8).write(to: URL(filePath: folder + "/" + path))
            }
            let tools = try RecognitionTools(Self.options)
            let gallery = try await SiteGallery.of(people: folder + "/enrol", tools, workers: 2)
            let certificate = try await Self.certificate(gallery, folder)
            #expect(certificate.mated.tracks == 4 && certificate.mated.people == 2)
            #expect(certificate.mated.tracksWithoutFace == 1)
            #expect(certificate.strangers.tracks == 2)
            #expect(certificate.enrolment.peopleWithoutSample == 1 && certificate.enrolment.people == 3)
            // Right but for the capture without a face.
            #expect(certificate.present.fnir?.events == 1 && certificate.present.fpir?.events == 0)
            #expect(certificate.wrongNames.isEmpty)
            #expect(certificate.choice.strangersMissing == 998 && !certificate.choice.isShown)
            #expect(certificate.leftOut == [
                "probes/Nobody is not on the roster", "strangers/Biden is the name or number of somebody on the roster",
            ])
            #expect(certificate.subject.model == tools.analyser.modelID.text)
            #expect(certificate.subject.galleryPeople == 2 && certificate.subject.detectionSide == 640)
            #expect(CertificatePage(certificate).html.contains("2 people with 2 samples"))
        }
    }

    @Test func aPictureInTheWrongFolderIsListed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Self.lay([
                "enrol/Obama/1.jpg": "persons/obama-1.jpg", "enrol/Biden/1.jpg": "persons/biden-1.jpg",
                "probes/Biden/wrong.jpg": "persons/obama-2.jpg", "strangers/x/1.jpg": "strangers/stranger-2.jpg",
            ], in: folder)
            let gallery = try await SiteGallery.of(
                people: folder + "/enrol", RecognitionTools(Self.options), workers: 2)
            let certificate = try await Self.certificate(gallery, folder)
            #expect(certificate.wrongNames.map(\.track) == ["Biden/wrong.jpg"])
            #expect(certificate.wrongNames.map(\.namedAs) == ["Obama"])
            #expect(certificate.present.matedNamedWrongly?.events == 1)
        }
    }

    @Test func aNodeIsMeasuredAdoptsTheThresholdAndUsesIt() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            _ = try await node.enrol(runtime, "Obama", "persons/obama-1.jpg")
            _ = try await node.enrol(runtime, "Biden", "persons/biden-1.jpg")
            await runtime.close()
            try Data("""
                {"cameras": ["folder:\(node.camera)"], "packs": "\(Fixtures.packs)", "repeatSilenceMinutes": 7}
                """.utf8).write(to: URL(filePath: node.folder.configuration))
            try Self.lay(Self.captures, in: node.path)
            let gallery = try SiteGallery.of(node: node.folder, RecognitionTools(Self.options), Self.options)
            let certificate = try await Self.certificate(gallery, node.path)
            #expect(certificate.subject.room == TestNode.room.text && certificate.subject.node == "node")
            #expect(certificate.subject.cameras == ["folder:" + node.camera])
            #expect(certificate.present.fnir?.events == 0 && certificate.present.fpir?.events == 0)

            let file = node.path + "/certificate.json"
            try Data(ReportJSON.text(certificate).utf8).write(to: URL(filePath: file))
            let before = try NodeConfiguration.load(node.folder)
            let adopted = try CertificateAdoption.adopt(file, folder: node.folder, packs: nil, environment: [:])
            var expected = before
            expected.thresholds = certificate.adoption
            #expect(try NodeConfiguration.load(node.folder) == expected && adopted.thresholds == certificate.adoption)
            // Measured anew, with what was adopted.
            let again = try SiteGallery.of(node: node.folder, RecognitionTools(Self.options), Self.options)
            #expect(try await Self.certificate(again, node.path).present.accept == certificate.adoption.accept)

            try await Self.checkValidity(node, expected)
        }
    }

    /// What doctor and the node say of adopted thresholds that are good, outgrown, or another model's.
    private static func checkValidity(_ node: RealNode, _ adopted: NodeConfiguration) async throws {
        func finding() async -> String? {
            let report = await Doctor(folder: node.folder, options: options, cameras: []).examine()
            return report.findings.first { $0.check == "certificate" }.map { "\($0.verdict.rawValue): \($0.found)" }
        }
        func accept(_ configuration: NodeConfiguration) throws -> Float {
            try ModelLoader(configuration: configuration, environment: [:]).load("sface").eyes.rule.accept
        }
        #expect(await finding()?.hasPrefix("ok: threshold") == true)
        var changed = adopted
        changed.thresholds?.accept = 0.77
        changed.thresholds?.others = 0.8
        #expect(try accept(changed) == 0.77)

        let measured = try #require(adopted.thresholds?.measuredFor)
        changed.thresholds?.measuredFor = CertificateScope(
            model: measured.model, detector: measured.detector, people: 0, cameras: measured.cameras,
            isCentred: true)
        try changed.write(node.folder)
        #expect(await finding() == "warn: the thresholds were measured with 0 people, now there are 2")
        #expect(try accept(changed) == 0.77)

        // Another detector is said, and the thresholds stay.
        changed.thresholds?.measuredFor = CertificateScope(
            model: measured.model, detector: TestNode.model, people: 2, cameras: measured.cameras,
            isCentred: true)
        try changed.write(node.folder)
        #expect(await finding()?.hasPrefix("warn: the thresholds were measured with detector aaaaaaaaaaaa") == true)
        #expect(try accept(changed) == 0.77)

        // Never used where similarities are computed otherwise than they were.
        changed.thresholds?.measuredFor = CertificateScope(
            model: measured.model, detector: measured.detector, people: 2, cameras: measured.cameras)
        try changed.write(node.folder)
        #expect(await finding()?.hasPrefix("warn: the thresholds were measured when similarities") == true)
        #expect(try accept(changed) == 0.37)

        // Never used with another model than they were measured with.
        changed.thresholds?.measuredFor = CertificateScope(
            model: TestNode.model, detector: nil, people: 2, cameras: measured.cameras)
        try changed.write(node.folder)
        #expect(await finding()?.hasPrefix("warn: the thresholds were measured with model aaaaaaaaaaaa") == true)
        #expect(try accept(changed) != 0.77)
        try node.put("persons/obama-2.jpg")
        try await node.runUntilIdle { $0 = changed }
        #expect(node.sink.messages().contains("The accuracy certificate does not hold any more."))
        #expect(node.seenAtHub().people.count == 1)
    }

    @Test func whatCannotBeAdoptedChangesNothing() async throws {
        try await RealNode.with { node in
            let configuration = "{\"packs\": \"\(Fixtures.packs)\"}"
            try Data(configuration.utf8).write(to: URL(filePath: node.folder.configuration))
            let file = node.path + "/certificate.json"
            func refusal(_ text: String) throws -> String {
                try Data(text.utf8).write(to: URL(filePath: file))
                let failure = #expect(throws: Failure.self) {
                    try CertificateAdoption.adopt(file, folder: node.folder, packs: nil, environment: [:])
                }
                return try #require(failure).message
            }
            let whole = SiteMeasurementTests.measurement().certificate(made: "2026-01-02T03:04:05Z")
            let text = try ReportJSON.text(whole)
            #expect(try refusal("{}").contains("is no certificate"))
            #expect(try refusal(text).contains("measured with model aaaaaaaaaaaa"))
            #expect(try refusal(text.replacing("\"format\":1", with: "\"format\":2")).contains("format 2"))
            let elsewhere = SiteMeasurementTests.measurement { $0.subject.node = "another" }.certificate(made: "")
            #expect(try refusal(ReportJSON.text(elsewhere)).contains("certificate of node \"another\""))
            #expect(try String(contentsOfFile: node.folder.configuration, encoding: .utf8) == configuration)
        }
    }
}
