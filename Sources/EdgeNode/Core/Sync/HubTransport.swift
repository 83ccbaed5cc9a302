import Crypto
import HTTP
import Replication
import Synchronization
import Trust

/// The way to the hub: TLS with the hub's own authority, every request signed with the node's key. Where the hub shows
/// a certificate of an authority that is not trusted, its chain is asked for, and followed if it leads from the trusted
/// generation to a newer one.
package final class HubTransport: Sendable {
    private struct State {
        var authority: AuthorityLink
        var client: HTTPClient
    }

    private let identity: NodeIdentity
    private let wall: @Sendable () -> Int64
    private let adopt: @Sendable (AuthorityLink) async throws -> Void
    private let state: Mutex<State>

    /// Longest wait for the chain, in seconds.
    private static let chainSeconds = 15.0
    /// Largest chain, in bytes: `AuthorityChain.maximumGenerations` of a kilobyte each, and some.
    private static let chainBytes = 2 << 20

    /// - Parameters:
    ///   - wall: the node's clock, milliseconds since 1970 UTC.
    ///   - adopt: stores a newer generation of the hub's authority, before it is used.
    package init(
        identity: NodeIdentity, wall: @escaping @Sendable () -> Int64,
        adopt: @escaping @Sendable (AuthorityLink) async throws -> Void
    ) {
        self.identity = identity
        self.wall = wall
        self.adopt = adopt
        state = Mutex(State(authority: identity.authority, client: Self.client(.authority(identity.authority.pem))))
    }

    /// By what the hub is known at present.
    var authority: AuthorityLink { state.withLock { $0.authority } }

    /// A client for hubs: TLS only.
    static func client(_ trust: HTTPClient.Trust) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.trust = trust
        configuration.needsTLS = true
        return HTTPClient(configuration: configuration)
    }

    /// `target`: path and query. Throws `HTTPClientError`, and `HubTrouble` where another hub answers.
    func send(_ method: HTTPMethod, _ target: String, _ change: (inout HTTPClientRequest) -> Void = { _ in })
        async throws -> HTTPClientResponse
    {
        var request = HTTPClientRequest(method, identity.hub + target)
        change(&request)
        let (used, client) = state.withLock { ($0.authority, $0.client) }
        do {
            return try await client.send(signed(request, target))
        } catch let error as HTTPClientError where error.reason == .untrusted {
            let newer = try await follow(beyond: used, error)
            return try await newer.send(signed(request, target))
        }
    }

    private func signed(_ request: HTTPClientRequest, _ target: String) -> HTTPClientRequest {
        let subject = RequestSignature.Subject(method: request.method.rawValue, target: target, body: request.body)
        let signature = RequestSignature(subject, node: identity.node.id, time: wall(), key: identity.key)
        var request = request
        request.headers["Authorization"] = signature.header
        return request
    }

    /// A client for the newest generation. The one request that trusts nobody: what it brings is believed by its
    /// signatures only.
    private func follow(beyond used: AuthorityLink, _ error: HTTPClientError) async throws -> HTTPClient {
        // Meanwhile another request may have found the way.
        let present = state.withLock { $0 }
        guard present.authority == used else { return present.client }
        let chain = try await Self.chain(of: identity.hub)
        guard let newest = chain?.newest(from: used), newest.generation > used.generation else {
            throw HubTrouble(description: """
                \(error.host) is not the hub that this node joined: it cannot show that its authority follows \
                generation \(used.generation) of that hub's. If the hub was set up anew, or lost its authority, join \
                again, which keeps what was recorded: rollcall-edge join URL --token CODE --again
                """)
        }
        try await adopt(newest)
        let client = Self.client(.authority(newest.pem))
        state.withLock { $0 = State(authority: newest, client: client) }
        return client
    }

    /// What the server at the address says of its authority, unverified; nil where it says nothing like that. Throws
    /// `HTTPClientError`.
    static func chain(of hub: String) async throws -> AuthorityChain? {
        let response = try await client(.unverified).send(HTTPClientRequest(
            .get, hub + Protocol.Path.authority, timeoutSeconds: chainSeconds, maximumResponseBytes: chainBytes))
        return response.isSuccess ? try? response.decode(AuthorityChain.self) : nil
    }
}
