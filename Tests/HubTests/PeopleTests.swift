import Attendance
import Foundation
import HubCore
import Testing

struct PeopleTests {
    @Test func searchForgivesCaseAndAccents() async throws {
        try await HubHarness.with { hub async throws in
            for (name, number) in [("Elif Yıldız", "12"), ("Hana Novák", "7%"), ("Ümit Öz", "_9")] {
                _ = try await hub.addPerson(name, number: number)
            }
            for (query, names) in [
                ("NOVAK", ["Hana Novák"]), ("umit", ["Ümit Öz"]), ("elif", ["Elif Yıldız"]), ("%25", ["Hana Novák"]),
                ("_", ["Ümit Öz"]), ("1", ["Elif Yıldız"]), ("nobody", []),
            ] {
                #expect(try await hub.items("/v1/people?query=\(query)", as: PersonView.self).map(\.name) == names)
            }
        }
    }

    @Test func pagesGoThroughEverybodyOnce() async throws {
        struct List: Decodable { let items: [PersonView]; let next: String? }
        try await HubHarness.with { hub async throws in
            for index in 0..<23 { _ = try await hub.addPerson(index.isMultiple(of: 3) ? "Same Name" : "P \(index)") }
            var seen: [PersonID] = []
            var cursor: String?
            repeat {
                let path = "/v1/people?limit=4" + (cursor.map { "&cursor=\($0)" } ?? "")
                let list = try await hub.admin(.get, path).decode(List.self)
                seen += list.items.map(\.id)
                cursor = list.next
            } while cursor != nil
            #expect(seen.count == 23 && Set(seen).count == 23)
        }
    }

    @Test func changesTouchOnlyWhatTheyName() async throws {
        try await HubHarness.with { hub async throws in
            let id = try await hub.addPerson("Ana", number: "1")
            let path = "/v1/people/\(id)"
            let renamed = try await hub.admin(.patch, path, #"{"name":"Ana Castillo"}"#).decode(PersonView.self)
            #expect(renamed.number == "1" && renamed.sections.map(\.text) == ["7b"])
            let bare = try await hub.admin(.patch, path, #"{"number":null,"sections":[]}"#).decode(PersonView.self)
            #expect(bare.name == "Ana Castillo" && bare.number == nil && bare.sections.isEmpty)
            #expect(try await hub.admin(.patch, path, #"{"name":""}"#).status == 400)
        }
    }

    @Test(arguments: [#"{}"#, #"{"name":" x"}"#, #"{"name":"a\u0007b"}"#, #"{"name":"x","sections":[""]}"#, "[]", ""])
    func badPeopleAreRefused(body: String) async throws {
        try await HubHarness.with { hub async throws in
            #expect(try await hub.admin(.post, "/v1/people", body).status == 400)
        }
    }
}
