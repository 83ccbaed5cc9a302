import Attendance
import Crypto
import Foundation
import HTTP
import HubCore
import Replication
import Testing
import Trust

struct JoinTests {
    @Test func aTokenIsGoodOnce() async throws {
        try await HubHarness.with { hub async throws in
            let token = try await hub.token("B12")
            let answer = try await hub.join(token: token, name: "node-a")
            #expect(answer.status == 201)
            let reply = try answer.decode(JoinReply.self)
            #expect(reply.node.room.text == "B12" && reply.node.name == "node-a" && reply.site == "Hill School")
            let second = try await hub.join(token: token)
            #expect(second.status == 403)
            #expect(second.text.contains("token_refused"))
        }
    }

    @Test func wrongMistypedAndExpiredTokensAreRefused() async throws {
        try await HubHarness.with { hub async throws in
            let token = try await hub.token("B12")
            hub.time.advance(seconds: 15 * 60)
            for (text, word) in [
                (token, "expired"), (Token().text, "did not make"), ("hello", "mistyped"), ("", "mistyped"),
            ] {
                let answer = try await hub.join(token: text)
                #expect(answer.status == 403)
                #expect(answer.text.contains(word), "\(answer.text)")
            }
        }
    }

    @Test func twoNodesCannotShareATokenAtTheSameMoment() async throws {
        try await HubHarness.with { hub async throws in
            let token = try await hub.token("B12")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await hub.join(token: token).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201] + Array(repeating: 403, count: 9))
        }
    }

    /// Whoever reads the database must not be able to speak as a node.
    @Test func tokensAreNotInTheDatabase() async throws {
        try await HubHarness.with { hub async throws in
            let token = try await hub.token("B12")
            let key = SigningKey()
            _ = try await hub.join(token: token, key: key)
            for file in ["", "-wal"] {
                let bytes = FileManager.default.contents(atPath: hub.folder.databasePath + file) ?? Data()
                #expect(bytes.range(of: Data(key.seed)) == nil)
                #expect(bytes.range(of: Data(token.utf8)) == nil)
                #expect(bytes.range(of: Data(Token(text: token)!.bytes)) == nil)
                #expect(bytes.range(of: Data(hub.adminSecret.utf8)) == nil)
            }
        }
    }

    @Test func nodesAreListedWithWhatTheyDid() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            _ = try await hub.pushed([try node.identification(of: person, 1, hub.time)], first: 1, by: node)
            let cursor = try await hub.feed(node).cursor
            _ = try await hub.feed(node, cursor: cursor)
            _ = try await hub.addPerson("Ben")
            let listed = try #require(try await hub.items("/v1/nodes", as: NodeView.self).first)
            #expect(listed.isOnline && listed.acceptedOperations == 1 && listed.feedLag == 1)
            hub.time.advance(seconds: 3_600)
            #expect(try await hub.items("/v1/nodes", as: NodeView.self).first?.isOnline == false)
        }
    }

    @Test(arguments: [#"{"room":"B12","minutes":0}"#, #"{"room":"B12","minutes":1441}"#, #"{"room":""}"#, "{}", "x"])
    func badTokenRequestsAreRefused(body: String) async throws {
        try await HubHarness.with { hub async throws in
            #expect(try await hub.admin(.post, "/v1/nodes/tokens", body).status == 400)
        }
    }
}
