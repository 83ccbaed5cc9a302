/// Versions and limits of what nodes and hub say to one another (docs/PROTOCOL.md).
package enum Protocol {
    /// Version of the wire format that this build speaks.
    package static let version = 2
    /// Versions of batches that a hub takes: this one and the two before it, as far as anything that they say can be
    /// believed. Version 1 had neither signatures nor chains.
    package static let versions = max(2, version - 2)...version
    /// Most operations in one batch.
    package static let operationsPerBatch = 500
    /// Largest batch, in bytes of NDJSON before compression.
    package static let bytesPerBatch = 1_048_576
    /// Largest single operation, in bytes of NDJSON.
    package static let bytesPerOperation = 262_144
    /// Most changes in one page of the feed.
    package static let changesPerPage = 500
    /// Most erasures in one answer or report.
    package static let erasuresPerPage = 1_000
    /// A hub suggests a snapshot from this share of all live entries on, in percent, when they fill more than a page.
    package static let snapshotSharePercent: Int64 = 30
    /// Largest chunk of a snapshot, in bytes as transferred (gzip).
    package static let bytesPerChunk = 1_048_576
    /// Largest chunk of a snapshot, in bytes after decompression; a longer one is refused while it inflates.
    package static let inflatedBytesPerChunk = 1_040_000
    /// Rows of a chunk on average; where chunks end depends on the rows alone, so a new row changes one chunk.
    package static let rowsPerChunk = 256
    /// Most chunks of a snapshot.
    package static let chunksPerSnapshot = 50_000
    /// Largest manifest of a snapshot, in bytes.
    package static let manifestBytes = 8 << 20
    /// What a hub signs a manifest as.
    package static let snapshotPurpose = "snapshot"
    /// A manifest is good for this long, in milliseconds; an older one is a warning (the lease is what stops a node).
    package static let manifestMilliseconds: Int64 = 7 * 86_400_000
    /// Highest sequence and count (2⁵³): counting on from there stays far within 64 bits, and every JSON reader has it
    /// exactly. What is beyond is refused.
    package static let farthestSequence: Int64 = 1 << 53
    /// Times further from 1970 than this are refused, in milliseconds (about 31,000 years: keeps sums in range).
    package static let farthestTime: Int64 = 1_000_000_000_000_000
    /// How long nodes keep what the hub has acknowledged, by the hub's clock, in milliseconds: a backup that is older
    /// than this leaves gaps when it is restored.
    package static let reserveMilliseconds: Int64 = 14 * 86_400_000
    /// Longest time that the hub holds a poll open, in seconds.
    package static let pollSeconds = 25

    package enum Path {
        package static let join = "/v1/join"
        package static let authority = "/v1/authority"
        package static let push = "/v1/push"
        package static let feed = "/v1/feed"
        package static let erasures = "/v1/erasures"
        package static let snapshot = "/v1/snapshot"
        /// Followed by a chunk's sha-256 in hexadecimal.
        package static let chunks = "/v1/chunks/"
    }
}
