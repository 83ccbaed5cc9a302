import EdgeNodeCore
import Foundation
import TestSupport
import Testing
import Vision

struct NodeConfigurationTests {
    private func load(_ text: String?) async throws -> NodeConfiguration {
        var result = NodeConfiguration()
        try await Fixtures.withTemporaryFolder { path in
            let folder = DataFolder(path: path)
            if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: folder.configuration)) }
            result = try NodeConfiguration.load(folder)
        }
        return result
    }

    @Test func everythingMayBeLeftOut() async throws {
        #expect(try await load(nil) == NodeConfiguration())
        #expect(try await load("{}") == NodeConfiguration())
    }

    @Test func whatIsSaidIsTaken() async throws {
        let configuration = try await load("""
            {"cameras": ["folder:/srv/camera"], "keepUnknownCrops": true, "repeatSilenceMinutes": 10,
             "detectionSide": 1280,
             "thresholds": {"accept": 0.5, "review": 0.4, "margin": 0.1},
             "liveness": {"policy": "require", "threshold": 0.7}}
            """)
        #expect(configuration.cameras == ["folder:/srv/camera"])
        #expect(configuration.keepUnknownCrops == true)
        #expect(configuration.repeatSilenceMinutes == 10)
        #expect(configuration.detectionSide == 1_280)
        #expect(configuration.liveness == .init(policy: .require, threshold: 0.7))
        #expect(configuration.thresholds == .init(accept: 0.5, review: 0.4, margin: 0.1))
    }

    @Test func limitsOfEnrolmentThatAreNotNamedStayAsTheyAre() async throws {
        var expected = EnrolmentLimits()
        expected.eyeDistance = .init(refused: 24, advised: 40)
        expected.sightingScore = 0.3
        let configuration = try await load(
            #"{"enrolment": {"eyeDistance": {"refused": 24, "advised": 40}, "sightingScore": 0.3}}"#)
        #expect(configuration.enrolment == expected)
        #expect(try await load(#"{"enrolment": {}}"#).enrolment == EnrolmentLimits())
    }

    @Test func aChallengeIsAsTheSiteWantsIt() async throws {
        let standard = try await load(#"{"liveness": {"policy": "challenge"}}"#).liveness
        #expect(standard?.challenge == CameraChallenges.Settings() && standard?.screenPort == nil)
        let own = try await load("""
            {"liveness": {"policy": "challenge", "turns": 3, "attempts": 1, "secondsForEach": 8, "screen": 8090}}
            """).liveness
        #expect(own?.challenge?.challenge.turns == 3 && own?.challenge?.attempts == 1)
        #expect(own?.challenge?.challenge.millisecondsForEach == 8_000 && own?.screenPort == 8_090)
        let other = try await load(#"{"liveness": {"policy": "off", "screen": 8090}}"#).liveness
        #expect(other?.challenge == nil && other?.screenPort == nil)
    }

    @Test(arguments: [
        "{\"camera\": []}", "{\"cameras\": [\"/srv\"]}", "{\"repeatSilenceMinutes\": -1}", "{\"detectionSide\": 63}",
        "{\"detectionSide\": 4097}", "{", "[]",
        "{\"thresholds\": {\"accept\": 0.4, \"review\": 0.5, \"margin\": 0.1}}",
        "{\"thresholds\": {\"accept\": 1.4, \"review\": 0.5, \"margin\": 0.1}}", "{\"inferenceThreads\": 0}",
        "{\"minimumUnknownQuality\": 2}", "{\"keepUnknownCrops\": \"yes\"}",
        "{\"certificate\": {\"probes\": \"/p\"}}",
        "{\"certificate\": {\"probes\": \"/p\", \"strangers\": \"/s\", \"targetFpir\": 0}}",
        "{\"enrolment\": {\"size\": 3}}", "{\"enrolment\": {\"yaw\": {\"refused\": 20, \"advised\": 30}}}",
        "{\"enrolment\": {\"yaw\": {\"refused\": 20}}}", "{\"enrolment\": {\"detectorScore\": 2}}",
        "{\"liveness\": \"require\"}", "{\"liveness\": {\"policy\": \"perhaps\"}}", "{\"liveness\": {}}",
        "{\"liveness\": {\"policy\": \"flag\", \"threshold\": 1.1}}",
        "{\"liveness\": {\"policy\": \"flag\", \"strict\": true}}",
        "{\"liveness\": {\"policy\": \"challenge\", \"turns\": 0}}",
        "{\"liveness\": {\"policy\": \"challenge\", \"turns\": 17}}",
        "{\"liveness\": {\"policy\": \"challenge\", \"attempts\": 0}}",
        "{\"liveness\": {\"policy\": \"challenge\", \"secondsForEach\": 1}}",
        "{\"liveness\": {\"policy\": \"challenge\", \"screen\": 80}}",
    ])
    func mistakesAreRefused(text: String) async throws {
        await #expect(throws: (any Error).self) { try await load(text) }
    }
}
