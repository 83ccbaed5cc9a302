import Attendance
import Crypto
import Foundation
import HTTP
import HubCore
import Replication
import Service
import TestSupport
import Testing
import Trust
import Vision

/// A real hub on a real database behind a real socket; only its clock is turned by hand.
struct HubHarness {
    let hub: Hub
    let server: HTTPServer
    let time: ManualTime
    let folder: HubFolder
    let adminSecret: String
    let http: HTTPClient

    /// 2026-03-02 08:00 in Berlin, a Monday.
    static let monday: Int64 = 1_772_434_800_000
    static let minute: Int64 = 60_000

    static func with<Result>(
        packs: String = "/nonexistent", configuration: HubConfiguration = HubConfiguration(),
        _ body: (HubHarness) async throws -> Result
    ) async throws -> Result {
        try await Fixtures.withTemporaryFolder { path in
            let folder = HubFolder(path + "/hub")
            let time = ManualTime(wallMilliseconds: monday)
            let timeZone = TimeZone(identifier: "Europe/Berlin")!
            try await folder.initialise(
                site: "Hill School", timeZone: timeZone, configuration: configuration, time: time)
            let hub = try await Hub.open(
                folder, configuration: folder.configuration(), packs: ModelPackStore(folders: [packs]), log: .silent,
                time: time)
            let server = hub.server(host: "127.0.0.1", port: 0)
            try server.start()
            var trust = HTTPClient.Configuration()
            trust.trust = .authority(hub.authority.current.pem)
            let harness = HubHarness(
                hub: hub, server: server, time: time, folder: folder, adminSecret: try folder.adminSecret(),
                http: HTTPClient(configuration: trust))
            do {
                let result = try await body(harness)
                await harness.stop()
                return result
            } catch {
                await harness.stop()
                throw error
            }
        }
    }

    private func stop() async {
        await server.stop(graceSeconds: 1)
        await hub.store.stop()
    }

    func send(
        _ method: HTTPMethod, _ path: String, secret: String? = nil, by node: TestNode? = nil,
        contentType: String = "application/json", body: [UInt8] = [], compressed: Bool = false,
        authorization: String? = nil
    ) async throws -> HTTPClientResponse {
        var headers: HTTPHeaders = ["Content-Type": contentType]
        if let secret { headers["Authorization"] = "Bearer \(secret)" }
        if let node {
            let subject = RequestSignature.Subject(method: method.rawValue, target: path, body: body)
            headers["Authorization"] = RequestSignature(
                subject, node: node.node.id, time: time.wallMilliseconds(), key: node.key).header
        }
        if let authorization { headers["Authorization"] = authorization }
        return try await http.send(HTTPClientRequest(
            method, server.baseURL + path, headers: headers, body: body, timeoutSeconds: 60, isLongPoll: true,
            compressesBody: compressed))
    }

    /// As the administrator.
    func admin(_ method: HTTPMethod, _ path: String, _ json: String = "") async throws -> HTTPClientResponse {
        try await send(method, path, secret: adminSecret, body: Array(json.utf8))
    }

    func items<Item: Decodable & Sendable>(_ path: String, as type: Item.Type = Item.self) async throws -> [Item] {
        try await admin(.get, path).decode(Page<Item>.self).items
    }

    /// The token that is in a join code.
    func token(_ room: String, needsApproval: Bool = false) async throws -> String {
        struct Reply: Decodable { let token: String }
        let body = #"{"room":"\#(room)","needs_approval":\#(needsApproval)}"#
        let text = try await admin(.post, "/v1/nodes/tokens", body).decode(Reply.self).token
        let code = try #require(JoinCode(text: text))
        #expect(code.fingerprint == hub.authority.current.fingerprint)
        return code.token.text
    }

    func join(
        token: String, name: String = "node", key: SigningKey = SigningKey(), again: RejoinProof? = nil
    ) async throws -> HTTPClientResponse {
        let request = JoinRequest(token: token, name: name, key: key.verifyingKey.description, again: again)
        return try await send(.post, "/v1/join", body: try WireCoding.encode(request))
    }

    /// A node that has joined for `room`.
    func node(_ room: String = "B12", needsApproval: Bool = false) async throws -> TestNode {
        let key = SigningKey()
        let answer = try await join(token: try await token(room, needsApproval: needsApproval), key: key)
        return TestNode(try answer.decode(JoinReply.self), key: key)
    }

    func addPerson(_ name: String, section: String = "7b", number: String? = nil) async throws -> PersonID {
        struct Reply: Decodable { let id: PersonID }
        let number = number.map { #","number":"\#($0)""# } ?? ""
        let body = #"{"name":"\#(name)","sections":["\#(section)"]\#(number)}"#
        return try await admin(.post, "/v1/people", body).decode(Reply.self).id
    }

    @discardableResult
    func erase(_ person: PersonID, samplesOnly: Bool = false) async throws -> ErasureView {
        let body = #"{"reason":"left the school","samples_only":\#(samplesOnly)}"#
        let answer = try await admin(.post, "/v1/people/\(person)/erasure", body)
        #expect(answer.status == 201)
        return try answer.decode(ErasureView.self)
    }

    /// A session that starts `start` and ends `end` minutes from now.
    func addSession(_ section: String, _ room: String, from start: Int64, to end: Int64) async throws -> SessionID {
        struct Reply: Decodable { let id: SessionID }
        let now = time.wallMilliseconds()
        let times = #""start_ms":\#(now + start * Self.minute),"end_ms":\#(now + end * Self.minute)"#
        return try await admin(
            .post, "/v1/sessions", #"{"section":"\#(section)","room":"\#(room)",\#(times)}"#).decode(Reply.self).id
    }

    func push(_ lines: [[UInt8]], first: Int64, by node: TestNode) async throws -> HTTPClientResponse {
        let header = node.history.header(of: node.lineage, first: first, lines: lines, at: node.clocks(time))
        return try await push(PushBatch(header: header, lines: lines), by: node)
    }

    /// A batch as it is; what the hub gives is remembered.
    func push(_ batch: PushBatch, by node: TestNode) async throws -> HTTPClientResponse {
        let response = try await send(
            .post, Protocol.Path.push, by: node, contentType: "application/x-ndjson", body: try batch.encoded(),
            compressed: true)
        if response.isSuccess { node.history.heard(try response.decode(PushReply.self), of: node.lineage) }
        return response
    }

    func pushed(_ lines: [[UInt8]], first: Int64, by node: TestNode) async throws -> PushReply {
        try await push(lines, first: first, by: node).decode(PushReply.self)
    }

    func feed(_ node: TestNode, cursor: Cursor? = nil, wait: Int = 0) async throws -> FeedPage {
        let query = "?wait=\(wait)" + (cursor.map { "&cursor=\($0)" } ?? "")
        return try await send(.get, Protocol.Path.feed + query, by: node).decode(FeedPage.self)
    }
}
