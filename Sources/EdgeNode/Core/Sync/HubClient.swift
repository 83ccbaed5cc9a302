import Attendance
import FoundationEssentials
import HTTP
import Replication

/// What the node asks its hub. Errors of the network are values here: a hub that is away is an ordinary state.
package struct HubClient: Sendable {
    package enum Answer<Value: Sendable>: Sendable {
        case value(Value)
        case failed(PushFailure, why: String)
        /// There was no hub to answer.
        case away(why: String)
    }

    let transport: HubTransport

    /// A proxy says that the hub behind it is away (RFC 9110 §15.6.3, §15.6.5).
    private static let gatewayStatuses = [502, 504]
    /// Longest wait for the reply to a push, in seconds.
    private static let pushSeconds = 60.0
    /// How much longer than the hub's own limit a poll is waited for, in seconds.
    private static let pollSlackSeconds = 15.0
    /// Largest page of the feed, in bytes.
    private static let pageBytes = 16 << 20

    package init(_ transport: HubTransport) {
        self.transport = transport
    }

    /// A client that keeps in the store what it learns of the hub's authority.
    package init(identity: NodeIdentity, store: NodeStore, clock: NodeClock) {
        self.init(HubTransport(identity: identity, wall: clock.wall) { try await store.trust($0) })
    }

    package func push(_ batch: PushBatch) async throws -> Answer<PushReply> {
        let body = try batch.encoded()
        return try await answer(.post, Protocol.Path.push) { request in
            request.headers["Content-Type"] = "application/x-ndjson"
            request.body = body
            request.timeoutSeconds = Self.pushSeconds
            request.compressesBody = true
        }
    }

    package func poll(cursor: Cursor?, waitSeconds: Int) async throws -> Answer<FeedPage> {
        var target = Protocol.Path.feed + "?wait=\(waitSeconds)"
        if let cursor { target += "&cursor=" + Self.percentEncoded(cursor.text) }
        return try await answer(.get, target) { request in
            request.timeoutSeconds = Double(waitSeconds) + Self.pollSlackSeconds
            request.maximumResponseBytes = Self.pageBytes
            request.isLongPoll = true
        }
    }

<<<<<<< Updated upstream
    /// `target`: path and query. Signs and sends the request.
    private func answer<Value: Decodable & Sendable>(
        _ method: HTTPMethod, _ target: String, _ change: (inout HTTPClientRequest) -> Void
    ) async throws -> Answer<Value> {
=======
    private var authorisation: HTTPHeaders { ["Authorization": "Bearer " + secret] }

    private func answer<Value: Decodable & Sendable>(_ request: HTTPClientRequest) async throws -> Answer<Value> {
        switch try await response(to: request) {
        case .value(let response):
            do {
                return .value(try response.decode(Value.self))
            } catch {
                return .failed(.unreachable, why: "the hub's answer is not of the form that this release understands")
            }
        case .failed(let failure, let why): return .failed(failure, why: why)
        case .away(let why): return .away(why: why)
        }
    }

    private func response(to request: HTTPClientRequest) async throws -> Answer<HTTPClientResponse> {
>>>>>>> Stashed changes
        let response: HTTPClientResponse
        do {
            response = try await transport.send(method, target, change)
        } catch let error as HTTPClientError {
            return .away(why: error.description)
        } catch let error as HubTrouble {
            return .away(why: error.description)
        }
        guard response.isSuccess else {
            let refusal = Refusal(response)
            if Self.gatewayStatuses.contains(refusal.status) { return .away(why: refusal.description) }
            return .failed(Self.failure(refusal), why: refusal.description)
        }
        return .value(response)
    }

    /// The signed manifest of a snapshot that shows `floor` or later, as it came.
    package func manifest(floor: Cursor) async throws -> Answer<[UInt8]> {
        try await bytes(HTTPClientRequest(
            .get, hub + Protocol.Path.snapshot + "?cursor=" + Self.percentEncoded(floor.text), headers: authorisation,
            timeoutSeconds: Self.pushSeconds, maximumResponseBytes: Protocol.manifestBytes))
    }

    /// Bytes `range` of a chunk. More than was asked for ends the transfer.
    package func chunk(_ name: String, _ range: Range<Int>) async throws -> Answer<[UInt8]> {
        var headers = authorisation
        headers["Range"] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        return try await bytes(HTTPClientRequest(
            .get, hub + Protocol.Path.chunks + name, headers: headers, timeoutSeconds: Self.pushSeconds,
            maximumResponseBytes: range.count))
    }

    private func bytes(_ request: HTTPClientRequest) async throws -> Answer<[UInt8]> {
        switch try await response(to: request) {
        case .value(let response): .value(response.body)
        case .failed(let failure, let why): .failed(failure, why: why)
        case .away(let why): .away(why: why)
        }
    }

    static func failure(_ refusal: Refusal) -> PushFailure {
        switch refusal.status {
        case 413: .tooLarge
        case 429, 503: .busy(retryAfter: refusal.retryAfter)
        case 500...: .unreachable
        default: .refused(refusal.description)
        }
    }

    /// RFC 3986 §2.3: everything but unreserved characters.
    private static func percentEncoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            let isUnreserved = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._~".utf8.contains(byte)
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            encoded += isUnreserved
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + hexadecimal
        }
    }
}
