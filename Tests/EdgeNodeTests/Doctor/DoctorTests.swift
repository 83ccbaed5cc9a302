import Crypto
import EdgeNodeCore
import Foundation
import HTTP
import Replication
import Service
import TestSupport
import Testing
import Trust

@Suite("Doctor")
struct DoctorTests {
    private static func withHub(_ body: (FakeHub) async throws -> Void) async throws {
        let hub = try FakeHub()
        do {
            try await body(hub)
        } catch {
            await hub.stop()
            throw error
        }
        await hub.stop()
    }

    private static func examine(
        _ folder: DataFolder, cameras: [String] = [], packs: String = "/nowhere",
        time: any TimeSource = SystemTime()
    ) async -> DoctorReport {
        var options = VisionOptions()
        // A name that no pack has: these tests are about everything else, and must not depend on installed
        // packs.
        options.detector = "no-such-pack"
        options.packs = packs
        return await Doctor(folder: folder, options: options, cameras: cameras, time: time).examine()
    }

    private static func verdict(_ report: DoctorReport, _ check: String) -> DoctorFinding.Verdict? {
        report.findings.first { $0.check == check }?.verdict
    }

    @Test("A joined node whose hub answers; missing packs fail and say what to do")
    func joined() async throws {
        try await Self.withHub { hub in
            try await TestNode.with(hub: hub.address) { node in
                let report = await Self.examine(node.folder)
                for check in ["data folder", "database", "configuration", "clock", "hub", "hub authority", "node key"] {
                    #expect(Self.verdict(report, check) == .ok, "\(check): \(report.text)")
                }
                let pack = try #require(report.findings.first { $0.check == "detector pack" })
                #expect(pack.verdict == .fail && !pack.fix.isEmpty)
                #expect(Self.verdict(report, "inference") == nil)
                #expect(Self.verdict(report, "camera") == .warn)
                #expect(report.exitCode == .configuration)
                let json = try ReportJSON.text(report)
                #expect(json.contains("\"verdict\":\"fail\"") && !json.contains(Hex.encode(FakeHub.nodeKey.seed)))
            }
        }
    }

    @Test("Liveness: off is said to be off; what is asked for without its pack fails", arguments: [
        (nil, DoctorFinding.Verdict.ok, "not judged"), ("off", .ok, "not judged"),
        ("flag", .fail, "no model pack \"silent-face\""), ("require", .fail, "no model pack \"silent-face\""),
    ])
    func liveness(policy: String?, verdict: DoctorFinding.Verdict, says: String) async throws {
        try await TestNode.with { node in
            let text = policy.map { "{\"liveness\": {\"policy\": \"\($0)\"}, \"packs\": \"/nowhere\"}" } ?? "{}"
            try Data(text.utf8).write(to: URL(fileURLWithPath: node.folder.configuration))
            let report = await Self.examine(node.folder)
            let finding = try #require(report.findings.first { $0.check == "liveness" })
            #expect(finding.verdict == verdict && finding.found.contains(says), "\(finding)")
            #expect(finding.fix.contains("deploy/liveness-pack") == (verdict == .fail))
        }
    }

    @Test("A key that the hub does not know fails")
    func wrongKey() async throws {
        try await Self.withHub { hub in
            try await TestNode.with(hub: hub.address) { node in
                let identity = try #require(await node.store.identity())
                try await node.store.adopt(NodeIdentity(
                    node: identity.node, site: identity.site, hub: identity.hub, key: SigningKey(),
                    authority: identity.authority))
                let report = await Self.examine(node.folder)
                #expect(Self.verdict(report, "hub") == .ok)
                #expect(Self.verdict(report, "node key") == .fail)
            }
        }
    }

    @Test("Another hub at the address, and a hub that renewed its authority")
    func authority() async throws {
        let next = FakeAuthority(after: .shared)
        let hub = try FakeHub(authority: next)
        hub.state.withLock { $0.chain = AuthorityChain(generations: [next.link]) }
        try await TestNode.with(hub: hub.address) { node in
            let report = await Self.examine(node.folder)
            let finding = try #require(report.findings.first { $0.check == "hub authority" })
            #expect(finding.verdict == .fail && finding.found.contains("is not the hub that this node joined"))
            hub.state.withLock { $0.chain = AuthorityChain(generations: [FakeAuthority.shared.link, next.link]) }
            let followed = await Self.examine(node.folder)
            #expect(Self.verdict(followed, "hub authority") == .ok, "\(followed.text)")
            // Looking changes nothing.
            #expect(try await node.store.identity()?.authority == FakeAuthority.shared.link)
        }
        await hub.stop()
    }

    @Test("A hub that is away fails, but the clock is still judged by itself")
    func hubAway() async throws {
        try await TestNode.with { node in
            let report = await Self.examine(node.folder)
            #expect(Self.verdict(report, "hub") == .fail)
            #expect(Self.verdict(report, "clock") == .ok)
        }
    }

    @Test("A clock in 1970 fails, one far from the hub's is a warning")
    func clock() async throws {
        try await Self.withHub { hub in
            try await TestNode.with(hub: hub.address) { node in
                let old = await Self.examine(node.folder, time: ManualTime(wallMilliseconds: 1_000))
                #expect(Self.verdict(old, "clock") == .fail)
                let now = SystemTime().wallMilliseconds()
                for (difference, text) in [
                    (-7_200_000, "2.0 hours behind"), (-315_576_000_000, "10.0 years behind"),
                    (315_576_000_000, "10.0 years ahead"),
                ] as [(Int64, String)] {
                    let report = await Self.examine(
                        node.folder, time: ManualTime(wallMilliseconds: now + difference))
                    let finding = try #require(report.findings.first { $0.check == "clock" })
                    #expect(finding.verdict != .ok && finding.found.contains(text), "\(finding.found)")
                    // And the hub is still believed.
                    #expect(Self.verdict(report, "node key") == .ok)
                }
            }
        }
    }

    @Test("A damaged database and a broken configuration are findings, not the end")
    func damaged() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let folder = DataFolder(path: path)
            try Data(repeating: 7, count: 8_192).write(to: URL(filePath: folder.database))
            try Data("{\"camera\": 3}".utf8).write(to: URL(filePath: folder.configuration))
            let report = await Self.examine(folder)
            #expect(Self.verdict(report, "database") == .fail)
            #expect(Self.verdict(report, "configuration") == .fail)
            #expect(Self.verdict(report, "disk") != nil)
        }
    }

    @Test("Before anything was set up there are warnings with ways on")
    func fresh() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let report = await Self.examine(DataFolder(path: path + "/none"))
            #expect(Self.verdict(report, "data folder") == .warn)
            #expect(Self.verdict(report, "hub") == .warn)
        }
    }

    @Test("Cameras: a folder, a missing one, a text for a picture, a bad address")
    func cameras() async throws {
        try await Fixtures.withTemporaryFolder { path in
            try Data("text".utf8).write(to: URL(filePath: path + "/a.jpg"))
            let report = await Self.examine(
                DataFolder(path: path),
                cameras: ["folder:\(path)", "folder:\(path)/none", "file:\(path)/a.jpg", "nonsense"])
            let cameras = report.findings.filter { $0.check == "camera" }
            #expect(cameras.map(\.verdict) == [.ok, .fail, .fail, .fail])
            #expect(cameras[0].found.contains("1 photographs"))
        }
    }

    @Test("The exit code: what is wrong here outranks what does not answer")
    func exitCodes() async throws {
        try await TestNode.with { node in
            let report = await Self.examine(node.folder)
            #expect(report.exitCode == .configuration)
            let unavailable = DoctorReport(findings: report.findings.filter { $0.check == "hub" })
            #expect(unavailable.exitCode == .unavailable)
            #expect(DoctorReport(findings: report.findings.filter { $0.verdict != .fail }).exitCode == .ok)
        }
    }
}
