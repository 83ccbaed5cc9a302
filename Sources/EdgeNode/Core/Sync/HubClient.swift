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

        func map<Other>(_ change: (Value) -> Other) -> Answer<Other> { flatMap { .value(change($0)) } }

        func flatMap<Other>(_ change: (Value) -> Answer<Other>) -> Answer<Other> {
            switch self {
            case .value(let value): change(value)
            case .failed(let failure, let why): .failed(failure, why: why)
            case .away(let why): .away(why: why)
            }
        }
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

    /// The hub's erasures after what is applied here.
    package func erasures(after state: ErasureState) async throws -> Answer<ErasurePage> {
        let life = state.incarnation.map { "&incarnation=\($0)" } ?? ""
        let latest = state.latest.map { "&id=\($0)" } ?? ""
        return try await answer(.get, Protocol.Path.erasures + "?after=\(state.position)" + life + latest) { request in
            request.timeoutSeconds = Self.pushSeconds
        }
    }

    package func report(_ report: ErasureReport) async throws -> Answer<NoContent> {
        let body = try WireCoding.encode(report)
        return try await answer(.post, Protocol.Path.erasures) { request in
            request.headers["Content-Type"] = "application/json"
            request.body = body
            request.timeoutSeconds = Self.pushSeconds
        }
    }

    /// The signed manifest of a snapshot that shows `floor` or later, as it came.
    package func manifest(floor: Cursor) async throws -> Answer<[UInt8]> {
        let target = Protocol.Path.snapshot + "?cursor=" + Self.percentEncoded(floor.text)
        return try await response(.get, target) { request in
            request.timeoutSeconds = Self.pushSeconds
            request.maximumResponseBytes = Protocol.manifestBytes
        }.map(\.body)
    }

    /// Bytes `range` of a chunk. More than was asked for ends the transfer.
    package func chunk(_ name: String, _ range: Range<Int>) async throws -> Answer<[UInt8]> {
        try await response(.get, Protocol.Path.chunks + name) { request in
            request.headers["Range"] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
            request.timeoutSeconds = Self.pushSeconds
            request.maximumResponseBytes = range.count
        }.map(\.body)
    }

    /// An answer without a body.
    package struct NoContent: Sendable, Decodable {}

    private func answer<Value: Decodable & Sendable>(
        _ method: HTTPMethod, _ target: String, _ change: (inout HTTPClientRequest) -> Void
    ) async throws -> Answer<Value> {
        try await response(method, target, change).flatMap { response in
            do {
                if response.status == 204, let nothing = NoContent() as? Value { return .value(nothing) }
                return .value(try response.decode(Value.self))
            } catch {
                return .failed(.unreachable, why: "the hub's answer is not of the form that this release understands")
            }
        }
    }

    /// `target`: path and query. Signs and sends the request.
    private func response(
        _ method: HTTPMethod, _ target: String, _ change: (inout HTTPClientRequest) -> Void
    ) async throws -> Answer<HTTPClientResponse> {
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
