import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import HTTP
import Service
import TestSupport
import Testing
import Vision

/// From photographs to events at the hub, with the default packs.
@Suite(.serialized, .enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct RealPhotographTests {
    @Test func aFolderCameraFromEnrolmentToTheHub() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            let obama = try await node.enrol(runtime, "Obama", "persons/obama-1.jpg")
            let biden = try await node.enrol(runtime, "Biden", "persons/biden-1.jpg")
            await runtime.close()

            for file in ["obama-2.jpg", "obama-3.jpg", "biden-2.jpg"] { try node.put("persons/" + file) }
            try node.put("strangers/stranger-1.png")
            try Data("hello".utf8).write(to: URL(fileURLWithPath: node.camera + "/text.jpg"))
            try Data().write(to: URL(fileURLWithPath: node.camera + "/empty.jpg"))
            try await node.runUntilIdle()

            let seen = node.seenAtHub()
            #expect(seen.people == [try #require(obama.person): 2, try #require(biden.person): 1])
            #expect(seen.unknown >= 1)
            #expect(Set(node.hub.events).count == node.hub.events.count)
            #expect(node.sink.messages().filter { $0 == "An image cannot be used." }.count == 2)

            // The next run finds nothing new.
            let before = node.hub.events.count
            try await node.runUntilIdle()
            #expect(node.hub.events.count == before)
        }
    }

    @Test("Photographs are tried with the networks and thresholds of the node whose gallery it is")
    func triedAsTheNodeWould() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            _ = try await node.enrol(runtime, "Obama", "persons/obama-1.jpg")
            await runtime.close()
            for (settings, name) in [
                ("", "\"Obama\""), (#", "thresholds": {"accept": 0.99, "review": 0.98, "margin": 0.1}"#, "null"),
            ] {
                try Data("{\"packs\": \"\(Fixtures.packs)\"\(settings)}".utf8)
                    .write(to: URL(fileURLWithPath: node.folder.configuration))
                let outcome = try await Program("rollcall-edge", [
                    "recognise", "--json", "--data", node.folder.path, Fixtures.photographs + "/persons/obama-2.jpg",
                ]).finish()
                #expect(outcome.status == 0 && outcome.output.contains("\"name\":\(name)"), "\(outcome)")
            }
        }
    }

    @Test("Where faces are small, a node looks through larger pictures, and cuts faces out of what it was given")
    func smallFaces() throws {
        func analyser(_ side: Int?) throws -> FaceAnalyser {
            var configuration = NodeConfiguration()
            (configuration.packs, configuration.detectionSide) = (Fixtures.packs, side)
            return try ModelLoader(configuration: configuration, environment: [:]).load("sface").eyes.analyser
        }
        let standard = try analyser(nil)
        let group = try standard.decode(RealNode.photograph("group-six.jpg").bytes)
        let near = try standard.analyse(group)
        #expect(near.count == 6)
        // The same six, so far away that their faces are 44 pixels wide, before a camera of 12 megapixels.
        let width = near.map(\.face.box.width).reduce(0, +) * group.scale / 6
        let far = try ImageEncoder.jpeg(group.image.sampled(
            SimilarityTransform(a: width / 44, b: 0, moveX: 0, moveY: 0), width: 4_000, height: 3_000), quality: 95)
        #expect(try standard.analyse(far).isEmpty)
        let found = try analyser(2_560).analyse(far)
        #expect(found.count == 6)
        for face in found {
            let similarities = near.map { zip($0.embedding, face.embedding).reduce(0) { $0 + $1.0 * $1.1 } }
            #expect(try #require(similarities.max()) > 0.5)
        }
    }

    @Test("People are compared without what all of them have in common, also after a restart")
    func whatAllHaveInCommon() async throws {
        try await RealNode.with { node in
            var runtime = try await node.runtime()
            for name in ["obama", "biden"] { _ = try await node.enrol(runtime, name, "persons/\(name)-1.jpg") }
            for _ in 1...2 {
                let view = try await runtime.recognition().view
                let matcher = try #require(view.search?.matcher)
                let face = try #require(
                    view.eyes.analyser.analyse(RealNode.photograph("persons/obama-2.jpg").bytes).first)
                let probe = try Embedding(face.embedding)
                let found = matcher.matches(probe)
                #expect(found == Matcher(gallery: matcher.gallery, isCentred: true).matches(probe))
                #expect(found != Matcher(gallery: matcher.gallery, isCentred: false).matches(probe))
                await runtime.close()
                runtime = try await node.runtime()
            }
            await runtime.close()
        }
    }

    @Test func anUnknownFaceWithANameIsRecognisedFromThenOn() async throws {
        try await RealNode.with { node in
            try node.put("persons/biden-1.jpg")
            try await node.runUntilIdle { $0.keepUnknownCrops = true }
            #expect(node.seenAtHub().unknown == 1)

            let (face, reply) = try await ControlClient.with(
                folder: node.folder, environment: ["ROLLCALL_PACKS": Fixtures.packs], log: .silent
            ) { control in
                let faces = try await control.unknownFaces()
                let face = try #require(faces.first)
                #expect(try await control.crop(of: face.id).starts(with: [0xFF, 0xD8, 0xFF]))
                return (face, try await control.label(face.id, as: EnrolmentSubject(name: "Biden")))
            }
            #expect(face.sightings == 1)
            try node.put("persons/biden-2.jpg")
            try await node.runUntilIdle()
            #expect(node.seenAtHub().people == [try #require(reply.person): 1])
            // The enrolment went to the hub, too.
            #expect(node.hub.operations.contains {
                guard case .enrolment(let enrolment) = $0.content else { return false }
                return enrolment.samples.map(\.origin) == [.labelled]
            })
        }
    }

    @Test func photographsThatMakeNoSampleAreNamedWithTheirReason() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            try Data("hello".utf8).write(to: URL(fileURLWithPath: node.path + "/text.jpg"))
            let reply = try await runtime.enroller().enrol(
                EnrolmentSubject(name: "Obama"),
                photographs: [
                    try RealNode.photograph("group-six.jpg"), try Photograph(path: node.path + "/text.jpg"),
                    try RealNode.photograph("persons/obama-1.jpg"), try RealNode.photograph("persons/biden-1.jpg"),
                    try RealNode.photograph("persons/obama-2.jpg"),
                ])
            #expect(reply.photographs.filter(\.isAccepted).count == reply.samples)
            #expect(reply.photographs[0].problem == "several_faces")
            #expect(reply.photographs[1].problem == "unusable")
            // One of the two men is the clearest; the other one's photographs are left out.
            #expect(reply.photographs[2].isAccepted != reply.photographs[3].isAccepted)
            #expect(reply.photographs[2].isAccepted == reply.photographs[4].isAccepted)

            let none = try await runtime.enroller().enrol(
                EnrolmentSubject(name: "Six"), photographs: [try RealNode.photograph("group-six.jpg")])
            #expect(none.person == nil)
            #expect(try await runtime.outbox.status().recorded == 1)
            await runtime.close()
        }
    }

    /// A named face is a sample like every other: it has to be like the person's others, or somebody has to be sure.
    @Test func anUnknownFaceUnlikeThePersonIsAsked() async throws {
        try await RealNode.with { node in
            let enrolling = try await node.runtime()
            let obama = try #require(try await node.enrol(enrolling, "Obama", "persons/obama-1.jpg").person)
            await enrolling.close()
            try node.put("persons/biden-1.jpg")
            try await node.runUntilIdle()

            try await ControlClient.with(
                folder: node.folder, environment: ["ROLLCALL_PACKS": Fixtures.packs], log: .silent
            ) { control in
                let face = try #require(try await control.unknownFaces().first)
                let asked = EnrolmentSubject(person: obama)
                let error = await #expect(throws: Failure.self) { try await control.label(face.id, as: asked) }
                #expect(error?.message.contains("somebody else") == true)
                #expect(error?.advice.contains("--anyway") == true)
                #expect(try await control.unknownFaces().count == 1)
                let sure = EnrolmentSubject(person: obama, anyway: true)
                #expect(try await control.label(face.id, as: sure).samples == 1)
                #expect(try await control.unknownFaces().isEmpty)
            }

            let runtime = try await node.runtime()
            let photograph = try RealNode.photograph("persons/biden-2.jpg")
            let strict = Enroller(
                store: runtime.store, outbox: runtime.outbox, clock: runtime.clock,
                recognition: try await runtime.recognition(), gate: Self.noneIsGoodEnough, log: .silent)
            let refused = try await strict.enrol(EnrolmentSubject(name: "Biden"), photographs: [photograph])
            #expect(refused.person == nil && refused.photographs.map(\.problem) == ["too_small"])
            await runtime.close()
        }
    }

    private static var noneIsGoodEnough: EnrolmentGate {
        var limits = EnrolmentLimits()
        limits.eyeDistance.refused = 10_000
        return EnrolmentGate(limits: limits)
    }

    @Test func errorsOverTheControlPortKeepTheirExitCodeAndAdvice() async throws {
        try await RealNode.with { node in
            let environment = ["ROLLCALL_PACKS": Fixtures.packs]
            func label() async throws -> EnrolmentReply {
                try await ControlClient.with(folder: node.folder, environment: environment, log: .silent) {
                    try await $0.label(
                        try Edge.unknownFace("00000000-0000-7000-8000-000000000001"), as: EnrolmentSubject(name: "X"))
                }
            }
            let error = await #expect(throws: Failure.self) { try await label() }
            #expect(error?.exitCode == .dataError)
            #expect(error?.advice == "See: rollcall-edge unknown list.")
        }
    }

    @Test func theSameFaceUnderAnotherNameIsAsked() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            let first = try await node.enrol(runtime, "Obama", "persons/obama-1.jpg")
            let again = try await node.enrol(runtime, "Obama", "persons/obama-2.jpg")
            #expect(again.person == first.person)
            await #expect(throws: Failure.self) { try await node.enrol(runtime, "Somebody", "persons/obama-3.jpg") }
            await runtime.close()
        }
    }

    /// A camera that shows one man for some seconds, breaks off, and shows him again: one event.
    @Test func aStreamGivesOneEventForOneStay() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            let obama = try await node.enrol(runtime, "Obama", "persons/obama-1.jpg")
            let camera = try StreamingCamera(photograph: Fixtures.photographs + "/persons/obama-2.jpg", frames: 6)
            let services = try await NodeServices.make(
                runtime, cameras: [.stream(camera.address)], untilIdle: false)
            let group = ServiceGroup(services, log: Log(sink: node.sink), handlesSignals: false)
            try await whileRunning({ try await group.run() }) {
                try await eventually("the camera was asked three times") { camera.connections >= 3 }
                try await eventually("the event arrived") { !node.hub.events.isEmpty }
            }
            #expect(node.seenAtHub().people == [try #require(obama.person): 1])
            await camera.stop()
        }
    }

    @Test func theControlPortWantsItsSecret() async throws {
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            let services = try await NodeServices.make(runtime, cameras: [], untilIdle: false)
            let group = ServiceGroup(services, log: Log(sink: node.sink), handlesSignals: false)
            try await whileRunning({ try await group.run() }) {
                try await eventually("it is ready") { node.sink.messages().contains("rollcall-edge: ready") }
                struct File: Decodable { let address: String }
                let file = try JSONDecoder().decode(
                    File.self, from: Data(contentsOf: URL(fileURLWithPath: node.folder.control)))
                for headers: HTTPHeaders in [[:], ["Authorization": "Bearer guess"]] {
                    let response = try await HTTPClient().send(
                        HTTPClientRequest(.get, file.address + "/control/status", headers: headers))
                    #expect(response.status == 401)
                }
                let attributes = try FileManager.default.attributesOfItem(atPath: node.folder.control)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let status = try await ControlClient.with(folder: node.folder, environment: [:], log: .silent) {
                    #expect($0.isNodeRunning)
                    return try await $0.status()
                }
                #expect(status.room == TestNode.room)
            }
            #expect(!FileManager.default.fileExists(atPath: node.folder.control))
        }
    }
}
