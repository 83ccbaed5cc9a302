import Attendance
import Crypto
import HTTP
import Replication
import Service
import Trust

/// `join`: trades a code for this node's identity.
package struct Joining: Sendable {
    private let hub: String
    private let code: JoinCode
    private let name: String

    /// Joins with the data folder at `folder`, which is made where it is missing. `again`: with a folder that belonged
    /// to a hub before; it keeps what it recorded and gets a fresh key.
    package static func join(
        hub: String, code: String, name: String, folder: DataFolder, again: Bool = false
    ) async throws -> JoinOutcome {
        let joining = try Joining(hub: hub, code: code, name: name)
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        let store = try NodeStore(folder: folder)
        do {
            let outcome = try await joining.join(store, again: again)
            await store.close()
            DiskWatch(log: .silent, ballast: Ballast(folder: folder)).look()
            return outcome
        } catch {
            await store.close()
            throw error
        }
    }

    /// Throws `Failure` (`usage`) for an address or a code that are none.
    package init(hub: String, code: String, name: String) throws {
        self.hub = try Self.normalised(hub)
        guard let code = JoinCode(text: code) else {
            throw Failure(
                .usage, "The join code is mistyped or incomplete",
                advice: "Copy it again from the hub; it has twenty groups of four.")
        }
        self.code = code
        self.name = name
    }

    /// Throws `Failure`: `unavailable` when the hub cannot be reached, `noPermission` when it is not the hub that made
    /// the code or refuses it, `cannotCreate` when the folder belongs to a hub already.
    package func join(_ store: NodeStore, again: Bool = false) async throws -> JoinOutcome {
        let present = try await store.identity()
        if let present, !again {
            throw Failure(
                .cannotCreate, "This data folder is node \"\(present.node.name)\" of \(present.hub) already",
                advice: "Use another --data folder for another node, or --again to join again with this one.")
        }
        let authority = try await verifiedAuthority()
        let key = present == nil ? SigningKey() : try await store.nextKey()
        let reply = try await ask(authority, key: key, before: present)
        let identity = NodeIdentity(
            node: reply.node, site: reply.site, hub: hub, key: key, authority: reply.authority)
        try await store.adopt(identity)
        return JoinOutcome(identity: identity, needsApproval: reply.needsApproval)
    }

    /// The hub's authority, fetched from whoever answers and believed only if its hash is that of the code.
    private func verifiedAuthority() async throws -> AuthorityLink {
        let chain: AuthorityChain?
        do {
            chain = try await HubTransport.chain(of: hub)
        } catch let error as HTTPClientError {
            throw Self.unreachable(hub, error)
        }
        guard let authority = chain?.current else { throw Self.notAHub(hub) }
        guard constantTimeEqual(authority.fingerprint, code.fingerprint) else {
            throw Failure(
                .noPermission, "The server at \(hub) is not the hub that made this code; nothing was sent to it",
                advice: "Check the address. If the hub's authority was renewed since, make a new code.")
        }
        return authority
    }

    /// From here on nobody but the hub reads along.
    private func ask(_ authority: AuthorityLink, key: SigningKey, before: NodeIdentity?) async throws -> JoinReply {
        let proof = before.map { RejoinProof(node: $0.node.id, token: code.token, newKey: key, oldKey: $0.key) }
        let request = try HTTPClientRequest.json(
            .post, hub + Protocol.Path.join,
            JoinRequest(token: code.token.text, name: name, key: key.verifyingKey.description, again: proof))
        let response: HTTPClientResponse
        do {
            response = try await HubTransport.client(.authority(authority.pem)).send(request)
        } catch let error as HTTPClientError {
            throw Self.unreachable(hub, error)
        }
        let reply = try Self.reply(of: response, hub: hub)
        guard reply.authority.certificate == authority.certificate else { throw Self.notAHub(hub) }
        return reply
    }

    private static func unreachable(_ hub: String, _ error: HTTPClientError) -> Failure {
        Failure(
            .unavailable, "The hub at \(hub) cannot be reached: \(error.description)",
            advice: "Check the address and that rollcall-hub serve runs there.")
    }

    private static func notAHub(_ hub: String) -> Failure {
        Failure(
            .protocolError, "\(hub) answered something that is not a hub's answer", advice: "Check the address.")
    }

    private static func reply(of response: HTTPClientResponse, hub: String) throws -> JoinReply {
        guard response.isSuccess else {
            let said = Refusal(response)
            if response.status == 401 || response.status == 403 {
                throw Failure(
                    .noPermission, "The hub refused the token: \(said)", advice: "Ask the hub for a new one.")
            }
            throw Failure(
                said.isTemporary ? .temporaryFailure : .protocolError,
                "The hub at \(hub) answered \(response.status): \(said)")
        }
        guard let reply = try? response.decode(JoinReply.self) else { throw notAHub(hub) }
        return reply
    }

    /// `https://host:port` without a path or a slash at the end.
    static func normalised(_ address: String) throws -> String {
        let trimmed = address.hasSuffix("/") ? String(address.dropLast()) : address
        let form = "It looks like https://hub.school.example:8080."
        if trimmed.hasPrefix("http://") {
            throw Failure(
                .usage, "\(address) is a plain address, but a hub speaks https only",
                advice: "Write https:// in its place.")
        }
        let scheme = "https://"
        guard trimmed.hasPrefix(scheme), trimmed.count > scheme.count,
            !trimmed.dropFirst(scheme.count).contains(where: { $0.isWhitespace || $0 == "/" })
        else { throw Failure(.usage, "\"\(address)\" is not the address of a hub", advice: form) }
        return trimmed
    }
}
