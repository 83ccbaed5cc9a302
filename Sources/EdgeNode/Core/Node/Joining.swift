import Attendance
import HTTP
import Replication
import Service

/// `join`: trades a token for this node's identity.
package enum Joining {
    /// Joins with the data folder at `folder`, which is made where it is missing.
    package static func join(
        hub: String, token: String, name: String, folder: DataFolder
    ) async throws -> NodeIdentity {
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        let store = try NodeStore(folder: folder)
        do {
            let identity = try await join(hub: hub, token: token, name: name, store: store, client: HTTPClient())
            await store.close()
            return identity
        } catch {
            await store.close()
            throw error
        }
    }

    /// Throws `Failure`: `unavailable` when the hub cannot be reached, `noPermission` when it refuses the token,
    /// `cannotCreate` when the folder belongs to a hub already.
    package static func join(
        hub address: String, token: String, name: String, store: NodeStore, client: HTTPClient
    ) async throws -> NodeIdentity {
        if let present = try await store.identity() {
            throw Failure(
                .cannotCreate, "This data folder is node \"\(present.node.name)\" of \(present.hub) already",
                advice: "Use another --data folder for another node.")
        }
        let hub = try normalised(address)
        let request = try HTTPClientRequest.json(
            .post, hub + Protocol.Path.join, JoinRequest(token: token, name: name))
        let response: HTTPClientResponse
        do {
            response = try await client.send(request)
        } catch let error as HTTPClientError {
            throw Failure(
                .unavailable, "The hub at \(hub) cannot be reached: \(error.detail)",
                advice: "Check the address and that rollcall-hub serve runs there.")
        }
        let reply = try Self.reply(of: response, hub: hub)
        let identity = NodeIdentity(node: reply.node, site: reply.site, hub: hub, secret: reply.secret)
        try await store.adopt(identity)
        return identity
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
        do {
            return try response.decode(JoinReply.self)
        } catch {
            throw Failure(
                .protocolError, "\(hub) answered something that is not a hub's answer", advice: "Check the address.")
        }
    }

    /// `http://host:port` without a path or a slash at the end.
    static func normalised(_ address: String) throws -> String {
        let trimmed = address.hasSuffix("/") ? String(address.dropLast()) : address
        let scheme = ["http://", "https://"].first { trimmed.hasPrefix($0) }
        guard let scheme, trimmed.count > scheme.count, !trimmed.contains(where: \.isWhitespace) else {
            throw Failure(
                .usage, "\"\(address)\" is not the address of a hub",
                advice: "It looks like http://hub.school.example:8080.")
        }
        return trimmed
    }
}
