import Attendance
import Crypto
import Replication
import Service
import Trust

/// Answers `GET /v1/snapshot` and `GET /v1/chunks/…`. However many nodes ask, a snapshot is made once.
package actor SnapshotDesk {
    private struct Issue: Sendable {
        let plan: SnapshotPlan
        let encoded: [UInt8]
    }

    private let store: HubStore
    private let time: any TimeSource
    private let signer: HubSigner
    /// For each scope; newest last.
    private var issues: [Scope: [Issue]] = [:]
    private var making: [Scope: Task<Issue, any Error>] = [:]
    private var chunks: [String: [UInt8]] = [:]
    private var chunksHead: Int64 = -1

    package init(store: HubStore, time: any TimeSource, signer: HubSigner) {
        self.store = store
        self.time = time
        self.signer = signer
    }

    /// A signed manifest that shows `cursor` or later. Throws `ReplicationError.cursor` for one that is none.
    func manifest(of scope: Scope, atLeast cursor: Cursor?) async throws -> [UInt8] {
        let head = store.feed.position
        let wanted = try cursor.map { try $0.parsed() }.map { asked in
            asked.incarnation == store.site.incarnation ? min(asked.position, head) : head
        } ?? 0
        let latest = issues[scope]?.last
        if let last = latest?.plan.manifest, last.incarnation == store.site.incarnation, last.version >= wanted,
            last.version == head || time.wallMilliseconds() - last.made < HubLimits.snapshotMilliseconds
        {
            return latest?.encoded ?? []
        }
        // One that is being made may have begun before the wanted position.
        if let issue = try await making[scope]?.value, issue.plan.manifest.version >= wanted { return issue.encoded }
        let task = Task { [store, time, signer] in
            let (incarnation, now) = (store.site.incarnation, time.wallMilliseconds())
            let plan = try await store.read {
                try SnapshotPlan.make(of: scope, incarnation: incarnation, now: now, in: $0)
            }
            let line = try WireCoding.encode(plan.manifest)
            let signature = signer.sign(line, purpose: Protocol.snapshotPurpose)
            let signed = SignedManifest(line: line, signature: try WireCoding.encode(signature))
            return Issue(plan: plan, encoded: signed.encoded)
        }
        making[scope] = task
        defer { making[scope] = nil }
        let issue = try await task.value
        issues[scope] = (issues[scope, default: []] + [issue]).suffix(HubLimits.snapshotsKept)
        return issue.encoded
    }

    /// The bytes of a chunk of a present snapshot of `scope`. Throws `HubError.chunkGone` for any other: knowing a name
    /// is no right to what it names.
    func chunk(_ name: String, of scope: Scope) async throws -> [UInt8] {
        if chunksHead != store.feed.position {
            // What was removed meanwhile is in no cache.
            (chunks, chunksHead) = ([:], store.feed.position)
        }
        guard let place = issues[scope, default: []].reversed().lazy.compactMap({ $0.plan.places[name] }).first
        else { throw Self.gone }
        if let bytes = chunks[name] { return bytes }
        let head = chunksHead
        let bytes = try await store.read { try SnapshotPlan.chunk(place, in: $0) }
        guard Hex.encode(SHA256.hash(bytes)) == name else { throw Self.gone }
        if chunks.count >= HubLimits.chunksKept { chunks = [:] }
        if head == store.feed.position, head == chunksHead { chunks[name] = bytes }
        return bytes
    }

    /// What was read before an erasure must not stay in memory either.
    func forgetChunks() {
        chunks = [:]
    }

    private static let gone = HubError(
        .chunkGone, "This chunk belongs to no present snapshot", advice: "Ask for the snapshot's manifest again.")
}
