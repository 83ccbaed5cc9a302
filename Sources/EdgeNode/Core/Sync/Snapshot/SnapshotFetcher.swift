import Attendance
import Replication
import Service
import Trust

/// Fetches a snapshot: manifest, missing chunks, one transaction. What came stays when it is interrupted.
package struct SnapshotFetcher: Sendable {
    package enum Outcome: Sendable {
        case applied(SnapshotManifest)
        case failed(madeProgress: Bool, retryAfter: Int64, why: String)
    }

    /// What the hub, or its absence, ended an attempt with.
    private struct Trouble: Error {
        var retryAfter: Int64 = 0
        let why: String
        /// The feed moved on: another manifest may name what is there now.
        var isGone = false
    }

    private let store: NodeStore
    private let folder: String
    private let hub: HubClient
    private let disk: DiskWatch
    private let clock: NodeClock
    private let log: Log

    package init(
        store: NodeStore, folder: String, hub: HubClient, disk: DiskWatch, clock: NodeClock, log: Log
    ) {
        self.store = store
        self.folder = folder
        self.hub = hub
        self.disk = disk
        self.clock = clock
        self.log = log
    }

    /// Throws only what the database throws, and `CancellationError`.
    package func fetch(floor: Cursor) async throws -> Outcome {
        var received = 0
        do {
            return .applied(try await fetch(floor: floor, received: &received))
        } catch let trouble as Trouble {
            return .failed(madeProgress: received > 0, retryAfter: trouble.retryAfter, why: trouble.why)
        } catch let error as ReplicationError {
            // The chunks may be what is wrong.
            try? SnapshotStaging(folder: folder).remove()
            return .failed(madeProgress: false, retryAfter: 0, why: error.description)
        } catch let error as FileError {
            return .failed(madeProgress: false, retryAfter: 0, why: error.description)
        }
    }

    private func fetch(floor: Cursor, received: inout Int) async throws -> SnapshotManifest {
        let staging = try SnapshotStaging(folder: folder)
        var manifests = 0
        while true {
            let manifest = try await manifest(floor: floor)
            manifests += 1
            try staging.keep(only: manifest.chunks)
            do {
                for chunk in manifest.chunks { try await complete(chunk, in: staging, received: &received) }
            } catch let trouble as Trouble where trouble.isGone && manifests < EdgeLimits.snapshotManifests {
                continue
            }
            try await disk.untilDone {
                try await store.write { connection in
                    try RosterTable.replace(with: manifest, in: connection) { try staging.changes(of: $0) }
                }
            }
            try staging.remove()
            return manifest
        }
    }

    private func manifest(floor: Cursor) async throws -> SnapshotManifest {
        let signed = try SignedManifest(encoded: value(try await hub.manifest(floor: floor)))
        guard let authority = try await store.identity()?.authority,
            let signature = try? WireCoding.decode(HubSignature.self, from: signed.signature),
            authority.isValid(signature, of: signed.line, purpose: Protocol.snapshotPurpose)
        else {
            throw ReplicationError.malformed("the snapshot's manifest is not signed by this node's hub")
        }
        let manifest: SnapshotManifest
        do {
            manifest = try signed.manifest()
        } catch let error as ReplicationError {
            throw error
        } catch {
            throw ReplicationError.malformed("the snapshot's manifest is not of a form that this release understands")
        }
        try manifest.check(floor: floor, mark: await store.read { try GalleryState.read($0).snapshotMark })
        try await disk.untilDone {
            try await store.write { try GalleryState.setSnapshotMark(manifest.cursor, in: $0) }
        }
        if clock.isPlausible, clock.wall() > manifest.expires {
            log.warning("The hub's snapshot is old; one of the clocks may be wrong.", [
                "snapshot.made": manifest.made, "wall.milliseconds": clock.wall(),
            ])
        }
        return manifest
    }

    /// Fetches what is missing of a chunk, piece by piece, and counts the bytes that came. A chunk whose whole is wrong
    /// is fetched once more; then it is the hub that is wrong.
    private func complete(
        _ chunk: SnapshotManifest.Chunk, in staging: SnapshotStaging, received: inout Int
    ) async throws {
        let before = received
        while let start = try staging.missing(of: chunk) {
            guard received - before < 2 * chunk.bytes else {
                throw ReplicationError.malformed("the hub sends other bytes for a chunk than its manifest names")
            }
            let end = min(chunk.bytes, start + EdgeLimits.snapshotPieceBytes)
            let answer = try await hub.chunk(chunk.sha256, start..<end)
            if case .failed(.refused, let why) = answer { throw Trouble(why: why, isGone: true) }
            let piece = try value(answer)
            guard 1...(end - start) ~= piece.count else {
                throw ReplicationError.malformed(
                    "the hub sent \(piece.count) bytes of a chunk instead of \(end - start)")
            }
            try staging.append(piece, to: chunk)
            received += piece.count
        }
    }

    private func value<Value>(_ answer: HubClient.Answer<Value>) throws -> Value {
        switch answer {
        case .value(let value): return value
        case .failed(.busy(let retryAfter), let why): throw Trouble(retryAfter: retryAfter, why: why)
        case .failed(_, let why), .away(let why): throw Trouble(why: why)
        }
    }
}
