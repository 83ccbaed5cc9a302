import Attendance
import Defects

/// What a snapshot of the feed's live entries consists of. The hub signs it; chunks are named by their hash.
package struct SnapshotManifest: Hashable, Sendable, Codable {
    /// A gzip file of NDJSON: one `FeedChange` on each line.
    package struct Chunk: Hashable, Sendable, Codable {
        /// Of the bytes as transferred; 64 lower-case hexadecimal digits.
        package let sha256: String
        /// As transferred.
        package let bytes: Int
        package let rows: Int

        package init(sha256: String, bytes: Int, rows: Int) {
            self.sha256 = sha256
            self.bytes = bytes
            self.rows = rows
        }
    }

    /// One bucket and the chunks that hold it.
    package struct Part: Hashable, Sendable, Codable {
        package let bucket: Bucket
        package let chunks: [Chunk]

        package init(bucket: Bucket, chunks: [Chunk]) {
            self.bucket = bucket
            self.chunks = chunks
        }
    }

    /// Version of this format.
    package let v: Int
    package let incarnation: Incarnation
    /// The feed's position that it shows: grows within an incarnation.
    package let version: Int64
    /// Where pulling goes on afterwards.
    package let cursor: Cursor
    /// Milliseconds since 1970 UTC by the hub's clock.
    package let made: Int64
    /// Likewise; a manifest that is older than this is stale.
    package let expires: Int64
    /// What the site recognises by, if that was announced.
    package let model: SiteModel?
    package let parts: [Part]

    package static let format = 1

    package init(incarnation: Incarnation, version: Int64, made: Int64, model: SiteModel?, parts: [Part]) {
        v = Self.format
        self.incarnation = incarnation
        self.version = version
        cursor = Cursor(incarnation: incarnation, position: version)
        self.made = made
        expires = made + Protocol.manifestMilliseconds
        self.model = model
        self.parts = parts
    }

    package var chunks: [Chunk] { parts.flatMap(\.chunks) }

    package var checkpoint: Checkpoint { Checkpoint(parts.map(\.bucket)) }

    /// Refuses what breaks a limit, contradicts itself, is of another life of the hub than `floor`, or shows an earlier
    /// state than `floor` or `mark` (the newest that was ever accepted). Throws `ReplicationError`.
    package func check(floor: Cursor, mark: Cursor?) throws {
        guard v == Self.format else { throw ReplicationError.version(v) }
        func require(_ holds: Bool, _ problem: String) throws {
            guard holds else { throw ReplicationError.malformed("the snapshot's manifest " + problem) }
        }
        let (life, position, _) = try floor.parsed()
        let own = try cursor.parsed()
        try require(incarnation == life, "is of another life of the hub")
        try require(own.incarnation == incarnation && own.position == version, "contradicts its own cursor")
        let older = Defect.rollbackAccepted.isActive
        try require(older || version >= position, "shows an earlier state than this node has seen (rollback)")
        if let seen = try mark?.parsed(), seen.incarnation == incarnation {
            try require(older || version >= seen.position, "is older than one that was accepted before (rollback)")
        }
        let all = chunks
        try require(all.count <= Protocol.chunksPerSnapshot, "lists more than \(Protocol.chunksPerSnapshot) chunks")
        for chunk in all {
            try require(
                1...Protocol.bytesPerChunk ~= chunk.bytes && 1...Protocol.inflatedBytesPerChunk ~= chunk.rows,
                "has a chunk beyond the limit of \(Protocol.bytesPerChunk) bytes")
            try require((try? ModelID(chunk.sha256)) != nil, "names a chunk by something that is no sha-256")
        }
        try require(Set(all.map(\.sha256)).count == all.count, "lists a chunk twice")
        try require(Set(parts.map { [$0.bucket.scope, $0.bucket.model?.text ?? ""] }).count == parts.count,
            "lists a bucket twice")
        for part in parts {
            try require(
                part.chunks.reduce(0) { $0 + Int64($1.rows) } == part.bucket.sum.count,
                "counts other rows than its chunks")
        }
    }
}
