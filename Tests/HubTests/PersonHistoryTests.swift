import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

/// Changes of people: the last one counts, the earlier values stay, and the past keeps its rosters.
struct PersonHistoryTests {
    private func history(_ hub: HubHarness, _ person: PersonID) async throws -> [PersonChange] {
        try await hub.items("/v1/people/\(person)/history", as: PersonChange.self)
    }

    private func patch(_ hub: HubHarness, _ person: PersonID, _ json: String) async throws -> PersonView {
        let answer = try await hub.admin(.patch, "/v1/people/\(person)", json)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.decode(PersonView.self)
    }

    private func restore(_ hub: HubHarness, _ person: PersonID, _ position: Int64) async throws -> PersonView {
        try await hub.admin(.post, "/v1/people/\(person)/restore", #"{"position":\#(position),"actor":"Mr Osei"}"#)
            .decode(PersonView.self)
    }

    @Test func earlierValuesCanBeSeenAndBroughtBack() async throws {
        try await HubHarness.with { hub async throws in
            let id = try await hub.addPerson("Ana", number: "1")
            _ = try await patch(hub, id, #"{"name":"Anna","number":null,"actor":"Ms Ito"}"#)
            _ = try await patch(hub, id, #"{"name":"Hana","sections":["8a","9c"]}"#)
            _ = try await patch(hub, id, #"{"name":"Hana"}"#)
            let changes = try await history(hub, id)
            #expect(changes.map(\.field) == [.name, .number, .name, .sections])
            #expect(changes.map(\.text) == ["Ana", "1", "Anna", nil])
            #expect(changes.map(\.actor) == ["Ms Ito", "Ms Ito", "administrator", "administrator"])
            for change in changes { _ = try await restore(hub, id, change.position) }
            let restored = try await hub.admin(.get, "/v1/people/\(id)").decode(PersonView.self)
            #expect(restored.name == "Anna" && restored.number == "1" && restored.sections.map(\.text) == ["7b"])
            #expect(try await history(hub, id).count == 8, "bringing back is a change, too")
            #expect(try await hub.admin(.post, "/v1/people/\(id)/restore", #"{"position":999}"#).status == 404)
            let other = try await hub.addPerson("Ben")
            let foreign = #"{"position":\#(changes[0].position)}"#
            #expect(try await hub.admin(.post, "/v1/people/\(other)/restore", foreign).status == 404)
        }
    }

    @Test func whoIsArchivedIsNotRecognisedAndComesBackAsTheyWere() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try ConflictHarness.person(1, name: "Ana")
            let (first, later) = (SampleID(UUID()), SampleID(UUID()))
            let empty = Checkpoint([])
            try await school.enrol(ana, ConflictHarness.face, at: school.here, sample: first)
            let before = try await school.gallery()
            #expect(try await patch(school.hub, ana.id, #"{"archived":true}"#).archivedMilliseconds != nil)
            #expect(try await school.gallery().checkpoint == empty)
            // An edit, and what a node sends meanwhile, bring nobody back.
            _ = try await patch(school.hub, ana.id, #"{"name":"Anna"}"#)
            _ = try await patch(school.hub, ana.id, #"{"name":"Ana"}"#)
            _ = try await school.hub.addSession("7b", "B12", from: 1, to: 45)
            try await school.enrol(ana, ConflictHarness.face, at: school.here, sample: later)
            #expect(try await school.gallery().checkpoint == empty)
            #expect(try await school.records().isEmpty)
            let position = try #require(try await history(school.hub, ana.id).first { $0.field == .archived }).position
            #expect(try await restore(school.hub, ana.id, position).archivedMilliseconds == nil)
            let after = try await school.gallery()
            #expect(after.people == before.people && after.samples == [first: ana.id, later: ana.id])
            #expect(try await school.records().map(\.person.id) == [ana.id])
        }
    }

    @Test func aPastRosterStaysAsItWas() async throws {
        try await HubHarness.with { hub async throws in
            let (ana, ben) = (try await hub.addPerson("Ana"), try await hub.addPerson("Ben"))
            let morning = try await hub.addSession("7b", "B12", from: 1, to: 45)
            let start = hub.time.wallMilliseconds()
            hub.time.advance(seconds: 3_600)
            _ = try await patch(hub, ana, #"{"sections":["8a"]}"#)
            let noon = try await hub.addSession("7b", "B12", from: 60, to: 100)
            let roster = { (session: SessionID) in
                Set(try await hub.items("/v1/records", as: RecordView.self)
                    .filter { $0.session.id == session && $0.onRoster }.map(\.person.id))
            }
            #expect(try await roster(morning) == [ana, ben])
            #expect(try await roster(noon) == [ben])
            let members = { (time: Int64) in
                Set(try await hub.items("/v1/people?section=7b&at_ms=\(time)", as: PersonView.self).map(\.id))
            }
            #expect(try await members(start) == [ana, ben])
            #expect(try await members(hub.time.wallMilliseconds()) == [ben])
            // Who was in the wrong group by mistake is moved from before the lesson.
            _ = try await patch(hub, ana, #"{"sections":["8a"],"since_ms":\#(start)}"#)
            #expect(try await roster(morning) == [ben])
            #expect(try await hub.admin(.get, "/v1/people?at_ms=x").status == 400)
        }
    }
}
