import Attendance
import EdgeNodeCore
import Foundation
import Service
import TestSupport
import Testing

/// A joined node with real networks, in a temporary folder.
struct RealNode: Sendable {
    static let isPossible = Fixtures.exists(Fixtures.packs + "/sface/manifest.json")
        && Fixtures.exists(Fixtures.packs + "/yunet/manifest.json")
        && Fixtures.exists(Fixtures.photographs + "/persons/biden-1.jpg")
    static let whyNot = "needs the model packs and sample photographs that deploy/bootstrap fetches"

    let path: String
    let hub: FakeHub
    let sink = MemorySink()

    var folder: DataFolder { DataFolder(path: path + "/data") }
    var camera: String { path + "/camera" }

    static func with(_ body: (RealNode) async throws -> Void) async throws {
        let hub = try FakeHub()
        try await Fixtures.withTemporaryFolder { path in
            let node = RealNode(path: path, hub: hub)
            // The node itself goes by the machine's clock; a lease of long ago would be over.
            let time = ManualTime(wallMilliseconds: SystemTime().wallMilliseconds())
            let joined = try await TestNode(path: node.folder.path, hub: hub.address, time: time)
            await joined.store.close()
            try FileManager.default.createDirectory(atPath: node.camera, withIntermediateDirectories: true)
            try await body(node)
        }
        await hub.stop()
    }

    func runtime(_ change: (inout NodeConfiguration) -> Void = { _ in }) async throws -> NodeRuntime {
        var configuration = NodeConfiguration()
        configuration.packs = Fixtures.packs
        change(&configuration)
        return try await NodeRuntime(
            folder: folder, configuration: configuration, environment: [:], log: Log(sink: sink))
    }

    /// Runs the node until its photographs are dealt with and the hub has everything.
    func runUntilIdle(_ change: (inout NodeConfiguration) -> Void = { _ in }) async throws {
        let runtime = try await runtime(change)
        let services = try await NodeServices.make(runtime, cameras: [.folder(camera)], untilIdle: true)
        try await ServiceGroup(services, log: Log(sink: sink), handlesSignals: false).run()
    }

    func enrol(_ runtime: NodeRuntime, _ name: String, _ files: String...) async throws -> EnrolmentReply {
        try await runtime.enroller().enrol(
            EnrolmentSubject(name: name), photographs: files.map { try Self.photograph($0) })
    }

    /// `file` is below the folder of sample photographs.
    static func photograph(_ file: String) throws -> Photograph {
        try Photograph(path: Fixtures.photographs + "/" + file)
    }

    func put(_ file: String, as name: String? = nil) throws {
        let source = Fixtures.photographs + "/" + file
        let name = name ?? URL(fileURLWithPath: file).lastPathComponent
        try FileManager.default.copyItem(atPath: source, toPath: camera + "/" + name)
    }

    /// Runs `rollcall-edge run` before a camera until `isDone`, and gives what was observed until then.
    /// - Parameter settings: more of node.json, after a comma.
    func observations(
        before camera: StreamingCamera, _ settings: String = "", until isDone: () async throws -> Bool
    ) async throws -> [Observation] {
        try Data(#"{"cameras": ["\#(camera.address)"], "packs": "\#(Fixtures.packs)"\#(settings)}"#.utf8)
            .write(to: URL(fileURLWithPath: folder.configuration))
        let process = try Program("rollcall-edge", ["run", "--data", folder.path])
        try await Fixtures.eventually("what the camera shows", within: 60, isDone)
        process.signal(SIGTERM)
        let outcome = try await process.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        await camera.stop()
        return hub.operations.compactMap {
            if case .event(let event) = $0.content { event.observation } else { nil }
        }
    }

    /// How often each person was identified at the hub, and how many unknown sightings there are.
    func seenAtHub() -> (people: [PersonID: Int], unknown: Int) {
        var people: [PersonID: Int] = [:]
        var unknown = 0
        for operation in hub.operations {
            guard case .event(let event) = operation.content else { continue }
            switch event.observation {
            case .identification(let identification): people[identification.person, default: 0] += 1
            case .unknown: unknown += 1
            }
        }
        return (people, unknown)
    }
}
