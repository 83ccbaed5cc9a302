import Attendance
import Crypto
import FoundationEssentials
import HTTP
import Replication
import Synchronization
import Trust

/// A hub of the protocol's rules and nothing else, over a real socket, that can be told to misbehave.
final class FakeHub: Sendable {
    enum Trouble: Sendable, Equatable {
        /// Answers with this status instead of doing anything.
        case refuse(Int, retryAfter: Int? = nil)
        /// Stores everything, then answers with an error: the reply is lost.
        case loseReply
        /// Refuses batches of more operations with 413.
        case atMost(Int)
    }

    struct State {
        var incarnation = Incarnation(bytes: Array(repeating: 1, count: 16))
        var accepted: [Lineage: Int64] = [:]
        var lines: [Lineage: [Int64: [UInt8]]] = [:]
        /// What the next pushes meet, in this order.
        var pushTroubles: [Trouble] = []
        /// What each push meets until it is taken away.
        var limit: Int?
        var quarantined: Set<Int64> = []
        var feed: [FeedChange] = []
        var erasures = ErasurePage(
            incarnation: Incarnation(bytes: Array(repeating: 1, count: 16)), erasures: [], head: 0, isRecovering: false)
        var changesPerPage = 2
        var pushes = 0
        var polls = 0
        var batchSizes: [Int] = []
        var isDown = false
        var token: Token? = FakeHub.token
        /// What it says of its authority.
        var chain = AuthorityChain(generations: [FakeAuthority.shared.link])
        var needsApproval = false
        /// In place of its own, in the answer to who joins.
        var replyAuthority: AuthorityLink?
        /// Of those who joined, in order.
        var joinedKeys: [[UInt8]] = []
        var proofs: [RejoinProof?] = []
        var snapshotTrouble: SnapshotTrouble?
        var manifests = 0
        /// Of chunks, handed out.
        var chunkBytes = 0
    }

    let state = Mutex(State())
    private let server: HTTPServer
    /// The key of the one node that it knows.
    static let nodeKey = SigningKey()
    static let token = Token()
    /// With this a node joins, once.
    static let code = JoinCode(token: token, fingerprint: FakeAuthority.shared.link.fingerprint)!.text
    static let wall: Int64 = 1_800_000_000_000

    /// - Parameters:
    ///   - authority: whose certificate it shows.
    ///   - port: 0 for any free one.
    init(authority: FakeAuthority = .shared, port: Int = 0) throws {
        let box = Box()
        var router = Router()
        router.on(.get, Protocol.Path.authority) { _ in try .json(try box.hub().state.withLock { $0.chain }) }
        router.on(.get, "/v1/status") { try box.hub().status($0) }
        router.on(.post, Protocol.Path.join) { try box.hub().join($0) }
        router.on(.post, Protocol.Path.push) { try box.hub().push($0) }
        router.on(.get, Protocol.Path.erasures) { try box.hub().erasures($0) }
        router.on(.get, Protocol.Path.feed, RouteOptions(endsOnStop: true)) { try await box.hub().feed($0) }
        router.on(.get, Protocol.Path.snapshot) { try box.hub().authorised($0, FakeHub.manifest) }
        router.on(.get, Protocol.Path.chunks + ":sha256") { try box.hub().authorised($0, FakeHub.chunk) }
        var configuration = HTTPServer.Configuration(host: "127.0.0.1", port: port)
        configuration.tls = authority.tls
        server = HTTPServer(configuration: configuration, router: router, onError: { _, _ in })
        box.set(self)
        try server.start()
    }

    /// The router is made before the hub is.
    private final class Box: Sendable {
        private let value = Mutex<Weak?>(nil)
        struct Weak: Sendable { weak let hub: FakeHub? }
        func set(_ hub: FakeHub) { value.withLock { $0 = Weak(hub: hub) } }
        func hub() throws -> FakeHub {
            guard let hub = value.withLock({ $0?.hub }) else { throw HTTPError(503, "gone", "gone") }
            return hub
        }
    }

    var address: String { server.baseURL }
    var port: Int { server.port }

    func stop() async { await server.stop(graceSeconds: 0) }

    /// Event ids of everything received, in order; twice where something came twice under different sequences. A real
    /// hub stores those once.
    var events: [EventID] {
        operations.compactMap { if case .event(let event) = $0.content { event.id } else { nil } }
    }

    var operations: [OutboxOperation] {
        state.withLock { state in
            state.lines.values.flatMap { lines in
                lines.sorted { $0.key < $1.key }.compactMap {
                    try? WireCoding.decode(OutboxOperation.self, from: $0.value)
                }
            }
        }
    }

    private func join(_ request: HTTPRequest) throws -> HTTPResponse {
        let asked = try request.decode(JoinRequest.self)
        guard asked.token == state.withLock({ $0.token?.text }), let key = Hex.decode(asked.key) else {
            throw HTTPError(403, "token_refused", "This token was used already.")
        }
        state.withLock { $0.token = nil }
        let node = Node(id: NodeID(bytes: Array(repeating: 7, count: 16)), name: asked.name, room: try RoomID("B12"))
        let (link, needsApproval) = state.withLock { state in
            state.joinedKeys.append(key)
            state.proofs.append(asked.again)
            return (state.replyAuthority ?? state.chain.generations.last!, state.needsApproval)
        }
        return try .json(
            JoinReply(node: node, site: "Test School", authority: link, needsApproval: needsApproval), status: 201)
    }

    /// Says nothing but whether it is there; the time is in the header.
    private func status(_ request: HTTPRequest) throws -> HTTPResponse {
        guard !state.withLock({ $0.isDown }) else { throw HTTPError(502, "down", "away") }
        return .text("{}")
    }

    private func authorise(_ request: HTTPRequest) throws {
        guard !state.withLock({ $0.isDown }) else { throw HTTPError(502, "down", "away") }
        let signed = try request.headers["Authorization"].flatMap { try RequestSignature(header: $0) }
        let subject = RequestSignature.Subject(
            method: request.method.rawValue, target: request.target, body: request.body)
        guard signed?.isValid(subject, key: Self.nodeKey.verifyingKey) == true else {
            throw HTTPError.unauthorised("Unknown node.")
        }
    }

    private func authorised(
        _ request: HTTPRequest, _ answer: (FakeHub) -> (HTTPRequest) throws -> HTTPResponse
    ) throws -> HTTPResponse {
        try authorise(request)
        return try answer(self)(request)
    }

    private func erasures(_ request: HTTPRequest) throws -> HTTPResponse {
        try authorise(request)
        return try .json(state.withLock { $0.erasures })
    }

    private func push(_ request: HTTPRequest) throws -> HTTPResponse {
        try authorise(request)
        let batch = try PushBatch(encoded: request.body)
        let reply: PushReply = try state.withLock { state in
            state.pushes += 1
            if !batch.header.isHello { state.batchSizes.append(batch.lines.count) }
            let trouble = state.pushTroubles.isEmpty ? nil : state.pushTroubles.removeFirst()
            if case .refuse(let status, let retryAfter) = trouble {
                throw HTTPError(
                    status, "trouble", "No.", headers: retryAfter.map { ["Retry-After": "\($0)"] } ?? [:])
            }
            if let limit = state.limit, batch.lines.count > limit { throw HTTPError.tooLarge("Too many.") }
            let reply = Self.store(batch, in: &state)
            if trouble == .loseReply { throw HTTPError(500, "lost", "lost") }
            return reply
        }
        return try .json(reply)
    }

    private static func store(_ batch: PushBatch, in state: inout State) -> PushReply {
        let lineage = batch.header.lineage
        var accepted = state.accepted[lineage] ?? 0
        var items: [PushReply.Item] = []
        let lines = Array(zip(batch.header.first..., batch.lines))
        let forked = !chainsAgree(batch, through: min(accepted, batch.header.last), state.lines[lineage] ?? [:])
        if !forked, batch.header.first <= accepted + 1 {
            for (sequence, line) in lines {
                if state.lines[lineage]?[sequence] != nil {
                    items.append(.init(sequence: sequence, outcome: .known))
                } else {
                    state.lines[lineage, default: [:]][sequence] = line
                    if state.quarantined.contains(sequence) {
                        items.append(.init(sequence: sequence, outcome: .quarantined, reason: "bad"))
                    }
                }
            }
            accepted = max(accepted, batch.header.last)
        }
        state.accepted[lineage] = accepted
        return PushReply(
            incarnation: state.incarnation, acceptedThrough: accepted, items: items, received: wall, replied: wall,
            forked: forked)
    }

    private static func chainsAgree(
        _ batch: PushBatch, through sequence: Int64, _ stored: [Int64: [UInt8]]
    ) -> Bool {
        guard sequence >= batch.header.first - 1 else { return true }
        let chained = { (lines: [[UInt8]], start: Digest) in
            lines.reduce(start) { $0.chained(with: Digest(bytes: SHA256.hash($1)), hash: SHA256.hash) }
        }
        let own = stored.filter { $0.key <= sequence }.sorted { $0.key < $1.key }.map(\.value)
        let sent = batch.lines.prefix(Int(sequence - batch.header.first + 1))
        return chained(own, .chainStart) == chained(Array(sent), batch.header.previous)
    }

    private func feed(_ request: HTTPRequest) async throws -> HTTPResponse {
        try authorise(request)
        state.withLock { $0.polls += 1 }
        let wait = try request.queryInteger("wait", default: 0, in: 0...Protocol.pollSeconds)
        let deadline = ContinuousClock.now + .seconds(wait)
        while true {
            let page = try page(after: request.query["cursor"])
            if !page.changes.isEmpty || page.reset || ContinuousClock.now >= deadline { return try .json(page) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func page(after text: String?) throws -> FeedPage {
        let cursor = try text.map { try Cursor(text: $0).parsed() }
        return try state.withLock { state in
            let isStrange = cursor.map { $0.incarnation != state.incarnation } ?? false
            let start = isStrange ? 0 : Int(cursor?.position ?? 0)
            let end = min(state.feed.count, start + state.changesPerPage)
            return FeedPage(
                changes: Array(state.feed[start..<end]),
                cursor: Cursor(incarnation: state.incarnation, position: Int64(end)),
                upToDate: end == state.feed.count, reset: isStrange,
                checkpoint: end == state.feed.count ? try Self.checkpoint(of: state.feed) : nil)
        }
    }
}
