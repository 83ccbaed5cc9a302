import Foundation
import TestSupport
import Testing

/// A site changes its model: crops are read by a real hub that is killed meanwhile.
@Suite(
    .serialized,
    .enabled(
        if: Fixtures.exists(Fixtures.photographs + "/persons") && Fixtures.exists(Fixtures.packs + "/dlib-resnet"),
        "needs the model packs and photographs that deploy/bootstrap fetches"))
struct ReembeddingTests {
    private static let people = 30
    private static let kills = 3

    private func set(_ values: [String: Any], at school: School) throws {
        let path = school.hubData + "/hub.json"
        var settings = try School.object(String(contentsOfFile: path, encoding: .utf8))
        settings.merge(values) { $1 }
        try JSONSerialization.data(withJSONObject: settings).write(to: URL(filePath: path))
    }

    private func models(_ school: School) async throws -> [String: [String: Any]] {
        let text = try await School.succeed("rollcall-hub", ["models", "--data", school.hubData, "--json"])
        let models = try #require(try School.object(text)["models"] as? [[String: Any]])
        return Dictionary(models.compactMap { model in (model["pack"] as? String).map { ($0, model) } }) { $1 }
    }

    @Test(.timeLimit(.minutes(5)))
    func aKillInTheMiddleLosesAndDoublesNothing() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            try await school.stopHub()
            try set(["embedder": "sface", "keepEnrolmentCrops": true], at: school)
            try await school.startHub()
            for number in 0..<Self.people {
                let path = folder + "/photographs/Person \(number)"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                for name in ["obama-1", "obama-2"] {
                    try FileManager.default.copyItem(
                        atPath: School.photographs + "/\(name).jpg", toPath: path + "/\(name).jpg")
                }
            }
            try await School.succeed(
                "rollcall-hub", ["people", "enrol-folder", folder + "/photographs", "--data", school.hubData])
            #expect(try await models(school)["dlib-resnet"]?["waiting_crops"] as? Int == 2 * Self.people)

            try await school.stopHub()
            try set(["embedder": "dlib-resnet"], at: school)
            var seen = 0
            for _ in 0..<Self.kills {
                try await school.startHub()
                try await Fixtures.eventually("some more samples") {
                    let samples = try await models(school)["dlib-resnet"]?["samples"] as? Int ?? 0
                    defer { seen = max(seen, samples) }
                    return samples > seen
                }
                try await school.killHub()
            }
            // Otherwise nothing was killed in the middle.
            try #require(seen < 2 * Self.people, "the kills came too late")
            try await school.startHub()
            try await Fixtures.eventually("everybody has samples", within: 120) {
                try await models(school)["dlib-resnet"]?["missing"] as? Int == 0
            }
            let after = try #require(try await models(school)["dlib-resnet"])
            #expect(after["samples"] as? Int == 2 * Self.people && after["people"] as? Int == Self.people)
            #expect(after["waiting_crops"] as? Int == 0 && after["refused_crops"] as? Int == 0)
            let list = try await School.succeed(
                "rollcall-hub", ["models", "missing", "dlib-resnet", "--data", school.hubData])
            #expect(list == "Everybody who is enrolled has samples of dlib-resnet.\n")
            try await Fixtures.eventually("nodes are told", within: 90) {
                try await models(school)["dlib-resnet"]?["announced"] as? Bool == true
            }
            try await school.stopHub()
        }
    }
}
