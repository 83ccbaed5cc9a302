import Attendance
import Foundation
import HTTP
import HubCore
import Testing

struct RecordTests {
    private struct Listed: Decodable {
        struct Person: Decodable { let id: PersonID; let name: String? }
        struct Session: Decodable { let id: SessionID; let room: String }
        let person: Person
        let session: Session
        let status: Status
        let on_roster: Bool
        let first_seen_ms: Int64?
        let events: [EventID]
    }

    private struct List: Decodable {
        let items: [Listed]
        let next: String?
    }

    /// Ana is on time, Ben late, Chiara not seen, a guest of another section drops in; somebody is seen in a room
    /// without a session.
    private func withLesson(_ body: (HubHarness, [String: PersonID], SessionID) async throws -> Void) async throws {
        try await HubHarness.with { hub async throws in
            var people: [String: PersonID] = [:]
            for name in ["Ana", "Ben", "Chiara"] { people[name] = try await hub.addPerson(name) }
            people["Guest"] = try await hub.addPerson("Guest", section: "8a")
            let session = try await hub.addSession("7b", "B12", from: 5, to: 50)
            let (node, elsewhere) = (try await hub.node("B12"), try await hub.node("C04"))
            for (sequence, (name, minutes)) in [("Ana", 2.0), ("Guest", 6), ("Ben", 20)].enumerated() {
                hub.time.setWall(HubHarness.monday + Int64(minutes * 60_000))
                let line = try node.identification(of: people[name]!, Int64(sequence) + 1, hub.time)
                _ = try await hub.pushed([line], first: Int64(sequence) + 1, by: node)
            }
            _ = try await hub.pushed(
                [try elsewhere.identification(of: people["Chiara"]!, 1, hub.time)], first: 1, by: elsewhere)
            hub.time.setWall(HubHarness.monday + 60 * HubHarness.minute)
            try await body(hub, people, session)
        }
    }

    private func statuses(_ hub: HubHarness, _ query: String) async throws -> [String: Status] {
        let list = try await hub.admin(.get, "/v1/records" + query).decode(List.self)
        #expect(list.next == nil)
        return Dictionary(uniqueKeysWithValues: list.items.map { ($0.person.name ?? "?", $0.status) })
    }

    @Test func recordsFollowFromTheFacts() async throws {
        try await withLesson { hub, _, _ async throws in
            #expect(try await statuses(hub, "") == [
                "Ana": .present, "Ben": .late, "Chiara": .absent, "Guest": .present,
            ])
            // What fits no session is in the event list.
            #expect(try await hub.items("/v1/events", as: ListedEvent.self).count == 4)
        }
    }

    @Test func filtersRestrict() async throws {
        try await withLesson { hub, people, _ async throws in
            #expect(try await statuses(hub, "?status=late,absent") == ["Ben": .late, "Chiara": .absent])
            #expect(try await statuses(hub, "?person=\(people["Ana"]!)") == ["Ana": .present])
            #expect(try await statuses(hub, "?person=\(people["Guest"]!)") == ["Guest": .present])
            #expect(try await statuses(hub, "?section=8a").isEmpty)
            #expect(try await statuses(hub, "?section=7b&room=B12").count == 4)
            #expect(try await statuses(hub, "?room=C04").isEmpty)
            #expect(try await statuses(hub, "?from=2026-03-02&to=2026-03-02").count == 4)
            #expect(try await statuses(hub, "?to=2026-03-01").isEmpty)
            #expect(try await statuses(hub, "?from=2026-03-03").isEmpty)
        }
    }

    @Test func correctionsOutrankObservationsAndTheLatestCounts() async throws {
        try await withLesson { hub, people, session async throws in
            for status in ["excused", "present"] {
                hub.time.advance(seconds: 1)
                let body = #"{"person":"\#(people["Chiara"]!)","status":"\#(status)","actor":"Ms Young"}"#
                #expect(try await hub.admin(.post, "/v1/sessions/\(session)/corrections", body).status == 201)
                let found = try await statuses(hub, "?person=\(people["Chiara"]!)")
                #expect(found == ["Chiara": Status(rawValue: status)!])
            }
            let nobody = #"{"person":"01a209cd-7daf-72ee-91fe-8300393e4a47","status":"present","actor":"x"}"#
            #expect(try await hub.admin(.post, "/v1/sessions/\(session)/corrections", nobody).status == 404)
            let unsure = #"{"person":"\#(people["Ana"]!)","status":"unsure","actor":"x"}"#
            #expect(try await hub.admin(.post, "/v1/sessions/\(session)/corrections", unsure).status == 400)
        }
    }

    @Test func pagesNeitherRepeatNorSkipWhileDataIsAdded() async throws {
        try await withLesson { hub, people, session async throws in
            let later = try await hub.addSession("7b", "B12", from: 60, to: 100)
            var seen: [String] = []
            var cursor: String?
            repeat {
                let path = "/v1/records?limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
                let list = try await hub.admin(.get, path).decode(List.self)
                #expect(list.items.count <= 2)
                seen += list.items.map { "\($0.session.id) \($0.person.id)" }
                cursor = list.next
                // A session before the present page, and people after it, appear meanwhile.
                _ = try await hub.addSession("7b", "B12", from: Int64(-100 - seen.count), to: -90)
                if seen.count < 4 { _ = try await hub.addPerson("New \(seen.count)") }
            } while cursor != nil
            #expect(Set(seen).count == seen.count)
            let roster = ["Ana", "Ben", "Chiara"].map { people[$0]! }
            let expected = (roster + [people["Guest"]!]).map { "\(session) \($0)" } + roster.map { "\(later) \($0)" }
            #expect(Set(expected).isSubset(of: seen))
        }
    }

    @Test func csvIsCompleteAndHarmless() async throws {
        try await HubHarness.with { hub async throws in
            _ = try await hub.addPerson("=HYPERLINK(1)", number: "+1")
            _ = try await hub.admin(.post, "/v1/people", #"{"name":"Ben \"B\", Okafor","sections":["7b"]}"#)
            _ = try await hub.addSession("7b", "B12", from: 5, to: 50)
            let answer = try await hub.admin(.get, "/v1/records?format=csv&limit=1")
            #expect(answer.headers["Content-Type"]?.hasPrefix("text/csv") == true)
            let rows = try CSV.rows(answer.text)
            #expect(rows.count == 3)
            #expect(rows[0].cells.prefix(4) == ["date", "start", "end", "section"])
            let people = rows.dropFirst().map { [$0.cells[6], $0.cells[7]] }
            #expect(Set(people) == [["'+1", "'=HYPERLINK(1)"], ["", #"Ben "B", Okafor"#]])
            #expect(rows[1].cells.prefix(3) == ["2026-03-02", "08:05", "08:50"])
        }
    }

    @Test func unknownFacesAreGrouped() async throws {
        struct Face: Decodable { let face: UnknownFaceID; let count: Int }
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let (one, two) = (UnknownFaceID(UUID()), UnknownFaceID(UUID()))
            let lines = try [one, two, one].enumerated().map {
                try node.unknown($1, Int64($0) + 1, hub.time)
            }
            _ = try await hub.pushed(lines, first: 1, by: node)
            let faces = try await hub.items("/v1/unknown?from=2026-03-02&to=2026-03-02", as: Face.self)
            #expect(faces.map(\.face) == [two, one])
            #expect(faces.map(\.count) == [1, 2])
            #expect(try await hub.items("/v1/unknown?to=2026-03-01", as: Face.self).isEmpty)
        }
    }
}
