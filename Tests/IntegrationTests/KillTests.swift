import Foundation
import TestSupport
import Testing

/// Processes that are killed at arbitrary moments: nothing is lost, nothing doubled, every gallery opens.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct KillTests {
    /// Kills; the seed makes the moments repeatable as far as a real machine lets them be.
    static let kills = 12

    @Test(.timeLimit(.minutes(5)))
    func killingTheNodeLosesAndDoublesNothing() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            let camera = folder + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            let files = ["obama-2.jpg", "biden-1.jpg", "obama-3.jpg", "biden-2.jpg"]
            var shown = 0
            var generation = 0
            for kill in 0..<Self.kills {
                let node = try school.startNode(data, cameras: ["folder:" + camera])
                for file in files {
                    try FileManager.default.copyItem(
                        atPath: School.photographs + "/" + file, toPath: camera + "/\(1_000 + shown)-" + file)
                    shown += 1
                }
                if kill % 3 == 0 {
                    // A new generation of the gallery comes while photographs are worked on.
                    try await School.succeed("rollcall-hub", [
                        "people", "enrol", "--data", school.hubData, "--name", "Person \(kill)",
                        School.photographs + "/obama-\(1 + kill % 2).jpg",
                    ])
                }
                if kill % 4 == 1 { try await school.killHub() }
                try await Task.sleep(for: .milliseconds(300 + 150 * kill % 1_100))
                node.signal(SIGKILL)
                _ = try await node.finish()
                if kill % 4 == 1 { try await school.startHub() }
                let status = try await School.status(data)
                let now = try #require(status["gallery_generation"] as? Int)
                #expect(now >= generation, "an older gallery came back")
                generation = now
            }
            try await settle(school, data: data, camera: camera)
            #expect(shown == Self.kills * files.count)
            let faces = try await School.recordedEvents(data).count
            #expect(faces == shown, "every photograph shows one face and is one event")
        }
    }

    /// Runs the node to the end of its work and compares its outbox with the hub.
    private func settle(_ school: School, data: String, camera: String) async throws {
        let outcome = try await Program.run("rollcall-edge", [
            "run", "--data", data, "--packs", Fixtures.packs, "--camera", "folder:" + camera, "--until-idle",
        ], within: 180)
        #expect(outcome.status == 0, "\(outcome.errors.suffix(1_000))")
        let sent = try await School.recordedEvents(data)
        let received = try await school.all("/v1/events").compactMap { $0["id"] as? String }
        #expect(Set(sent).count == sent.count)
        #expect(received.sorted() == sent.sorted())
        #expect(try await school.all("/v1/quarantine").isEmpty)
        let gallery = try #require(try FileManager.default.contentsOfDirectory(atPath: data + "/gallery")
            .filter { $0.hasSuffix(".sealed") }.max())
        try await School.succeed("rollcall-edge", ["gallery", "inspect", data + "/gallery/" + gallery, "--data", data])
    }
}
