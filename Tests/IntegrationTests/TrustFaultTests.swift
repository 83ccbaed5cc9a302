import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Trust between real processes: each thing that is not as it should be is said, and nothing recorded is lost.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct TrustFaultTests {
    private func camera(_ folder: String, _ photographs: [String] = ["obama-2.jpg", "biden-2.jpg"]) throws -> String {
        let camera = folder + "/camera"
        try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
        for name in photographs {
            try FileManager.default.copyItem(atPath: School.photographs + "/" + name, toPath: camera + "/" + name)
        }
        return camera
    }

    /// A node that records while its hub cannot be reached, until `count` events lie in its outbox.
    private func record(_ count: Int, _ data: String, _ camera: String, _ school: School) async throws -> String {
        let node = try school.startNode(data, cameras: ["folder:" + camera])
        try await Fixtures.eventually("the node records", within: 60) {
            try await School.recordedEvents(data).count == count
        }
        try await Fixtures.eventually("the node says what is wrong", within: 30) {
            node.errors.contains("The hub is away")
        }
        node.signal(SIGTERM)
        let outcome = try await node.finish(within: 20)
        #expect(outcome.status == 0, "\(outcome.errors.suffix(1_000))")
        #expect(try await School.outbox(data) == (count, count))
        return outcome.errors
    }

    /// Lets the node send all it has.
    private func drain(_ data: String, _ camera: String, environment: [String: String] = [:]) async throws {
        let outcome = try await Program.run("rollcall-edge", [
            "run", "--data", data, "--packs", Fixtures.packs, "--camera", "folder:" + camera, "--until-idle",
        ], environment: environment, within: 90)
        #expect(outcome.status == 0, "\(outcome.errors.suffix(1_000))")
    }

    private func expectArrived(_ data: String, _ school: School) async throws {
        let sent = try await School.recordedEvents(data)
        let received = try await school.all("/v1/events").compactMap { $0["id"] as? String }
        #expect(!sent.isEmpty && received.sorted() == sent.sorted())
    }

    /// Row 19.
    @Test(.timeLimit(.minutes(3)))
    func anAuthorityRotatedTwiceWhileANodeWasAwayIsFollowed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            let running = try await Program.run("rollcall-hub", ["authority", "rotate", "--data", school.hubData])
            #expect(running.status != 0 && !running.errors.contains("Fatal"), "the hub would show the old one")
            try await school.stopHub()
            for generation in [2, 3] {
                let said = try await School.succeed("rollcall-hub", ["authority", "rotate", "--data", school.hubData])
                #expect(said.contains("generation \(generation)"))
            }
            let camera = try camera(folder)
            _ = try await record(2, data, camera, school)
            try await school.startHub()
            try await drain(data, camera)
            try await expectArrived(data, school)
            let doctor = try await Program.run("rollcall-edge", ["doctor", "--data", data, "--packs", Fixtures.packs])
            #expect(doctor.output.contains("generation 3, certificate verified"), "\(doctor.output)")
        }
    }

    /// A hub that somebody put in the place of the node's own gets nothing of it.
    @Test(.timeLimit(.minutes(3)))
    func anotherHubAtTheAddressGetsNothing() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            try await school.stopHub()
            let other = try await School(in: folder + "/other", port: school.port)
            let camera = try camera(folder)
            let said = try await record(2, data, camera, school)
            #expect(said.contains("is not the hub that this node joined"), "\(said.suffix(1_000))")
            #expect(try await other.all("/v1/events").isEmpty)
            // Nor does one who wants to join by a code of the first hub.
            let code = try await school.token()
            let join = try await Program.run(
                "rollcall-edge", ["join", other.address, "--token", code, "--data", folder + "/new"])
            FaultTests.expectOneLine(join, status: 77, says: "is not the hub that made this code")
            try await other.stopHub()
            try await school.startHub()
            try await drain(data, camera)
            try await expectArrived(data, school)
        }
    }

    /// The node asks by an address that the certificate does not name; then the hub is told of it.
    @Test func theCertificateFollowsTheHubsNames() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder, host: "0.0.0.0")
            let address = "https://127.0.0.2:\(school.port)"
            func join() async throws -> Program.Outcome {
                try await Program.run("rollcall-edge", [
                    "join", address, "--token", try await school.token(), "--name", "a", "--data", folder + "/a",
                ])
            }
            FaultTests.expectOneLine(try await join(), status: 69, says: "a certificate for other names")
            try await school.stopHub()
            let settings = school.hubData + "/hub.json"
            let text = try String(contentsOfFile: settings, encoding: .utf8)
            #expect(text.contains(#""names" : []"#) || text.contains("\"names\" : [\n\n  ]"), "\(text)")
            var json = try School.object(text)
            json["names"] = ["127.0.0.2"]
            try JSONSerialization.data(withJSONObject: json).write(to: URL(fileURLWithPath: settings))
            try await school.startHub()
            #expect(try await join().status == 0)
        }
    }

    @Test func plainHTTPIsRefusedInWords() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let plain = school.address.replacing("https", with: "http")
            let outcome = try await Program.run("rollcall-edge", [
                "join", plain, "--token", try await school.token(), "--data", folder + "/node",
            ])
            FaultTests.expectOneLine(outcome, status: 64, says: "a hub speaks https only")
        }
    }

    /// Row 28, and what an operator sees of it.
    @Test(.timeLimit(.minutes(3)))
    func aRevokedNodesEventsAreKeptAside() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            try await School.succeed("rollcall-hub", ["nodes", "revoke", "--data", school.hubData, "node"])
            let camera = try camera(folder)
            try await drain(data, camera)
            #expect(try await school.all("/v1/events").isEmpty)
            #expect(try await school.all("/v1/quarantine").count == 2)
            let list = try await School.succeed("rollcall-hub", ["nodes", "list", "--data", school.hubData])
            #expect(list.contains("revoked"))
            let doctor = try await Program.run("rollcall-edge", ["doctor", "--data", data, "--packs", Fixtures.packs])
            #expect(doctor.output.contains("has revoked this node"), "\(doctor.output)")
            // Joining again keeps the folder.
            try await School.succeed("rollcall-edge", [
                "join", school.address, "--token", try await school.token(), "--data", data, "--again",
            ])
            try FileManager.default.copyItem(
                atPath: School.photographs + "/obama-3.jpg", toPath: camera + "/obama-3.jpg")
            try await drain(data, camera)
            #expect(try await school.all("/v1/events").count == 1)
            #expect(try await School.recordedEvents(data).count == 3)
        }
    }

    /// TLS does not care for the year, and the event has its right time all the same.
    @Test(.enabled(if: Fixtures.exists("/usr/bin/cc"), "there is no C compiler"), .timeLimit(.minutes(3)),
        arguments: [-10, 10])
    func aClockTenYearsOffLosesNothing(years: Int) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let school = try await School(in: folder)
            let data = try await school.join("node")
            let camera = try camera(folder, ["obama-2.jpg"])
            let clock = folder + "/wallclock.so"
            let source = Fixtures.checkout + "/Tests/IntegrationTests/Resources/wallclock.c"
            let compiled = try await Program.run("/usr/bin/cc", ["-shared", "-fPIC", "-o", clock, source, "-ldl"])
            try #require(compiled.status == 0, "\(compiled.errors)")
            let wrong = ["LD_PRELOAD": clock, "WALLCLOCK_BACK": String(-years * 31_557_600)]
            let before = Date().timeIntervalSince1970 * 1_000
            try await drain(data, camera, environment: wrong)
            let resolved = try #require(try await school.all("/v1/events").first?["resolved_ms"] as? Double)
            #expect(resolved >= before - 1_000 && resolved <= Date().timeIntervalSince1970 * 1_000 + 1_000)
            let doctor = try await Program.run(
                "rollcall-edge", ["doctor", "--data", data, "--packs", Fixtures.packs], environment: wrong)
            #expect(doctor.output.contains("10.0 years \(years < 0 ? "behind" : "ahead of") the hub's clock"))
            #expect(doctor.output.contains("certificate verified"), "\(doctor.output)")
        }
    }
}
