import Attendance
import Crypto
import EdgeNodeCore
import Foundation
import Replication
import Service

/// A joined node's real outbox, worked by hand.
struct BenchNode: Sendable {
    let runtime: NodeRuntime
    let instance = Instance(bytes: SecureRandom.bytes(16))

    var outbox: Outbox { runtime.outbox }

    /// Joins through `address`. Throws `Failure`.
    init(name: String, address: String, code: String, folder: String) async throws {
        let data = DataFolder(path: folder + "/" + name)
        _ = try await Joining.join(hub: address, code: code, name: name, folder: data)
        runtime = try await NodeRuntime(
            folder: data, configuration: NodeConfiguration(),
            environment: ProcessInfo.processInfo.environment, log: .silent)
    }

    /// A client with no connection yet; `address` in place of the one that the node joined through.
    func client(address: String? = nil) -> HubClient {
        let own = runtime.identity
        let identity = NodeIdentity(
            node: own.node, site: own.site, hub: address ?? own.hub, key: own.key, authority: own.authority)
        return HubClient(identity: identity, store: runtime.store, clock: runtime.clock)
    }

    /// Records events as the camera's pipeline does: one transaction each.
    func record(_ events: [Event]) async throws {
        for event in events { try await outbox.append(.event(event), created: runtime.clock.wall()) }
    }

    /// What would be sent next: at most `limit` operations.
    func nextBatch(limit: Int) async throws -> PushBatch {
        let accepted = try await outbox.state().acceptedThrough
        let operations = try await outbox.load(after: accepted, limit: limit)
        return PushBatch(
            header: try await outbox.header(
                first: accepted + 1, operations: operations.count, instance: instance, at: runtime.clock.evidence()),
            lines: operations.map(\.line))
    }

    /// Sends one batch and notes the answer. Throws `Failure` where the hub does not take it.
    func push(_ batch: PushBatch, by client: HubClient) async throws {
        guard case .value(let reply) = try await client.push(batch), reply.acceptedThrough == batch.header.last else {
            throw Failure(.protocolError, "The hub did not take a batch of \(batch.lines.count)")
        }
        try await outbox.accept(reply, now: runtime.clock.evidence())
    }

    /// Everything that is pending.
    func pushAll(by client: HubClient, limit: Int) async throws {
        while true {
            let batch = try await nextBatch(limit: limit)
            if batch.lines.isEmpty { return }
            try await push(batch, by: client)
        }
    }

    /// Pulls until nothing follows; gives where that is.
    func pull(from cursor: Cursor?, by client: HubClient) async throws -> Cursor {
        var cursor = cursor
        while true {
            guard case .value(let page) = try await client.poll(cursor: cursor, waitSeconds: 0) else {
                throw Failure(.protocolError, "The hub did not give a page of its feed")
            }
            cursor = page.cursor
            if page.upToDate { return page.cursor }
        }
    }
}
