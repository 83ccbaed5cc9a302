import HTTP
import HubCore
import Testing

struct AccessTests {
    /// Every route, by the router's own list: none is forgotten when one is added.
    @Test func everyRouteIsGuarded() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let entries = hub.hub.routes().entries
            #expect(entries.count > 20)
            for entry in entries {
                let path = entry.pattern.replacing(":id", with: "01a209cd-7daf-72ee-91fe-8300393e4a47")
                let secrets: [String?] =
                    switch entry.access {
                    case .open: []
                    case .admin: [nil, "", "wrong", String(hub.adminSecret.dropLast())]
                    case .node, .nodeEvenRevoked: [nil, "", "wrong", hub.adminSecret]
                    }
                for secret in secrets {
                    let answer = try await hub.send(entry.method, path, secret: secret)
                    #expect(answer.status == 401, "\(entry.method.rawValue) \(path)")
                    #expect(!answer.text.contains(hub.adminSecret))
                }
                if entry.access == .admin {
                    #expect(try await hub.send(entry.method, path, by: node).status == 401, "\(path)")
                }
            }
        }
    }

    @Test func onlyTheseAreOpen() async throws {
        try await HubHarness.with { hub async throws in
            let open = hub.hub.routes().entries.filter { $0.access == .open }.map(\.pattern)
            #expect(Set(open) == [
                "/v1/join", "/v1/authority", "/v1/status", "/metrics", "/", "/assets/dashboard.css",
                "/assets/dashboard.js", "/assets/icon.svg",
            ])
        }
    }

    @Test func thePageBringsNothingFromElsewhereAndNoScriptInside() async throws {
        try await HubHarness.with { hub async throws in
            let page = try await hub.send(.get, "/", secret: nil)
            #expect(page.status == 200)
            let policy = page.headers["Content-Security-Policy"] ?? ""
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(!page.text.contains("<script>") && !page.text.contains("style=") && !page.text.contains("http"))
            for part in page.text.split(separator: "\"") where part.hasPrefix("/assets/") {
                #expect(try await hub.send(.get, String(part), secret: nil).status == 200, "\(part)")
            }
        }
    }

    @Test func metricsNameRoutesNotPeople() async throws {
        try await HubHarness.with { hub async throws in
            let person = try await hub.addPerson("Ana Castillo")
            #expect(try await hub.admin(.get, "/v1/people/\(person)").status == 200)
            let text = try await hub.send(.get, "/metrics", secret: nil).text
            #expect(text.contains(#"route="/v1/people/:id""#))
            #expect(text.contains("rollcall_people 1"))
            #expect(!text.contains(person.description) && !text.contains("Castillo"))
        }
    }

    @Test func errorsSayWhatWasWrong() async throws {
        try await HubHarness.with { hub async throws in
            for (path, status, word) in [
                ("/v1/people/nonsense", 400, "not a UUID"), ("/v1/people?limit=0", 400, "limit"),
                ("/v1/people?cursor=%25", 400, "cursor"), ("/v1/records?from=yesterday", 400, "2026-03-01"),
                ("/v1/records?status=asleep", 400, "left_early"), ("/v1/events?kind=odd", 400, "identification"),
                ("/v1/people/01a209cd-7daf-72ee-91fe-8300393e4a47", 404, "no person"), ("/v1/nothing", 404, "nothing"),
            ] {
                let answer = try await hub.admin(.get, path)
                #expect(answer.status == status, "\(path)")
                #expect(answer.text.contains(word), "\(answer.text)")
                #expect(answer.text.contains(#""error":{"code":"#))
            }
        }
    }
}
