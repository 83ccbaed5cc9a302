import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import TestSupport
import Testing

struct EnrolmentTests {
    static let canSee = Fixtures.exists(Fixtures.packs + "/sface") && Fixtures.exists(Fixtures.packs + "/yunet")
        && Fixtures.exists(Fixtures.photographs + "/persons/biden-1.jpg")

    private func photograph(_ name: String) -> [UInt8] {
        Array(FileManager.default.contents(atPath: Fixtures.photographs + "/" + name) ?? Data())
    }

    private func enrol(
        _ hub: HubHarness, path: String = "/v1/enrolments", name: String? = "Joe", _ files: [(String, [UInt8])]
    ) async throws -> HTTPClientResponse {
        var form = MultipartBody()
        if let name { form.add(name: "name", value: name) }
        for (file, bytes) in files {
            form.add(name: "photograph", filename: file, contentType: "image/jpeg", bytes: bytes)
        }
        return try await hub.send(
            .post, path, secret: hub.adminSecret, contentType: form.contentType, body: form.finished())
    }

    @Test(.enabled(if: canSee, "needs the model packs and photographs that deploy/bootstrap fetches"))
    func aSiteMayAskForLargerFaces() async throws {
        let configuration = try JSONDecoder().decode(
            HubConfiguration.self,
            from: Data(#"{"enrolment": {"eyeDistance": {"refused": 1000, "advised": 1000}}}"#.utf8))
        try await HubHarness.with(packs: Fixtures.packs, configuration: configuration) { hub async throws in
            let answer = try await enrol(hub, [("joe.jpg", photograph("persons/biden-1.jpg"))])
            #expect(answer.text.contains("where 1000 are needed"), "\(answer.status) \(answer.text)")
        }
    }

    @Test(.enabled(if: canSee, "needs the model packs and photographs that deploy/bootstrap fetches"))
    func photographsBecomeSamplesInTheFeed() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            let node = try await hub.node()
            let answer = try await enrol(hub, [
                ("joe.jpg", photograph("persons/biden-1.jpg")), ("six.jpg", photograph("group-six.jpg")),
                ("notes.txt", Array("hello".utf8)), ("cut.jpg", Array(photograph("persons/biden-1.jpg").prefix(900))),
            ])
            #expect(answer.status == 201, "\(answer.text)")
            let reply = try answer.decode(EnrolmentReply.self)
            #expect(reply.photographs.map(\.isAccepted) == [true, false, false, false])
            #expect(reply.photographs[1].reason?.contains("6 faces") == true)
            #expect(reply.photographs.dropFirst().allSatisfy { $0.reason?.isEmpty == false })
            let person = try #require(reply.person)
            #expect(person.samples == 1)
            let more = try await enrol(
                hub, path: "/v1/people/\(person.id)/photographs", name: nil,
                [("again.jpg", photograph("persons/biden-2.jpg"))])
            #expect(try more.decode(EnrolmentReply.self).person?.samples == 2, "\(more.text)")
            let samples = try await hub.feed(node).changes.compactMap {
                if case .sample(let sample) = $0 { sample } else { nil }
            }
            #expect(samples.count == 2)
            let (one, two) = (samples[0].embedding.values, samples[1].embedding.values)
            let similarity = zip(one, two).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(similarity > 0.4, "two photographs of one person")
            // Every request compares with everybody, and none reads what one before it has read.
            for _ in 0..<2 { _ = try await enrol(hub, [("obama.jpg", photograph("persons/obama-1.jpg"))]) }
            #expect(hub.hub.faceWatch.samples.rowsRead == 3)
        }
    }

    @Test(.enabled(if: canSee, "needs the model packs and photographs that deploy/bootstrap fetches"))
    func aPhotographOfSomebodyElseIsRefused() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            let answer = try await enrol(hub, ["biden-1", "obama-1", "biden-2"].map {
                ("\($0).jpg", photograph("persons/\($0).jpg"))
            })
            let reply = try answer.decode(EnrolmentReply.self)
            #expect(reply.photographs.map(\.isAccepted) == [true, false, true], "\(answer.text)")
            #expect(reply.photographs[1].problem == "unlike_others")
            let person = try #require(reply.person)
            let more = try await enrol(
                hub, path: "/v1/people/\(person.id)/photographs", name: nil,
                [("obama-2.jpg", photograph("persons/obama-2.jpg"))])
            #expect(more.status == 422 && more.text.contains("unlike_others"), "\(more.text)")
        }
    }

    @Test(.enabled(if: canSee, "needs the model packs and photographs that deploy/bootstrap fetches"))
    func nobodyIsAddedWithoutAUsablePhotograph() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            let answer = try await enrol(hub, [("six.jpg", photograph("group-six.jpg"))])
            #expect(answer.status == 422)
            #expect(answer.text.contains("6 faces"))
            #expect(try await hub.items("/v1/people", as: PersonView.self).isEmpty)
        }
    }

    @Test func withoutModelPacksTheHubSaysWhatToDo() async throws {
        try await HubHarness.with { hub async throws in
            let answer = try await enrol(hub, [("joe.jpg", [1, 2, 3])])
            #expect(answer.status == 503)
            #expect(answer.text.contains("vision_unavailable") && answer.text.contains("deploy/bootstrap"))
        }
    }

    @Test func badFormsAreRefused() async throws {
        try await HubHarness.with { hub async throws in
            #expect(try await enrol(hub, []).status == 400)
            #expect(try await enrol(hub, name: "", [("joe.jpg", [1])]).status == 400)
            #expect(try await enrol(hub, Array(repeating: ("joe.jpg", [1]), count: 17)).status == 400)
            #expect(try await hub.admin(.post, "/v1/enrolments", "{}").status == 415)
        }
    }
}
