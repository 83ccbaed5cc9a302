import Attendance
import Crypto
import HTTP
import Replication
import SQLite

/// A snapshot as a plan: the manifest, and for each chunk which entries of the feed it is made of. The chunks' bytes
/// are made again when they are asked for; a chunk whose entries changed since cannot be made any more. So nothing that
/// was removed lies about in a cache, and a node that meets a gap asks for a new manifest and keeps the chunks it has.
package struct SnapshotPlan: Sendable {
    /// The entries of one chunk: neighbours in a bucket, in the order of their subjects.
    package struct Place: Sendable {
        let scope: Scope
        let model: String
        let first: [UInt8]
        let last: [UInt8]
    }

    package let manifest: SnapshotManifest
    package let places: [String: Place]

    /// Reads all that is alive, in one transaction. Throws `HubError.damaged` where an entry is not what it was when it
    /// was appended.
    package static func make(
        of scope: Scope = .site, incarnation: Incarnation, now: Int64, in database: Connection
    ) throws -> SnapshotPlan {
        var places: [String: Place] = [:]
        let parts = try FeedTable.checkpoint(of: scope, in: database).buckets.map { bucket in
            var cutter = Cutter(scope: scope, model: bucket.model?.text ?? "")
            try FeedTable.forEachAlive(model: cutter.model, of: scope, in: database) {
                try cutter.take(subject: $0, change: $1, weight: $2)
            }
            try cutter.cut()
            guard cutter.sum == bucket.sum else { throw damaged("a bucket's sum is not that of its entries") }
            places.merge(cutter.places) { first, _ in first }
            return SnapshotManifest.Part(bucket: bucket, chunks: cutter.chunks)
        }
        let manifest = SnapshotManifest(
            incarnation: incarnation, version: try FeedTable.head(in: database), made: now,
            model: try FeedTable.model(in: database), parts: parts)
        return SnapshotPlan(manifest: manifest, places: places)
    }

    /// The bytes of a chunk as they are now; whether they are still the chunk's, its hash tells.
    package static func chunk(_ place: Place, in database: Connection) throws -> [UInt8] {
        var lines: [UInt8] = []
        try FeedTable.forEachAlive(
            model: place.model, of: place.scope, from: place.first, through: place.last, in: database
        ) { change in
            // More than ever was in it: it is not that chunk any more.
            guard lines.count <= Protocol.inflatedBytesPerChunk else { return }
            lines += change + [UInt8(ascii: "\n")]
        }
        return try compressed(lines)
    }

    private static func compressed(_ lines: [UInt8]) throws -> [UInt8] {
        guard let bytes = Gzip.compressed(lines) else {
            throw HubError(.busy, "There is no memory for a chunk of a snapshot", advice: "Try again.")
        }
        return bytes
    }

    private static func damaged(_ problem: String) -> HubError {
        HubError(
            .damaged, "The hub's feed is damaged: \(problem)",
            advice: "Restore the hub from a backup, or remove and enrol anew whom the entry is about.")
    }

    /// Divides a bucket into chunks. Where a chunk ends depends on the entry at its end alone (but for the size limit),
    /// so a new entry changes one chunk and leaves the others' hashes.
    private struct Cutter {
        let scope: Scope
        let model: String
        private(set) var chunks: [SnapshotManifest.Chunk] = []
        private(set) var places: [String: Place] = [:]
        private(set) var sum = BucketSum()
        private var lines: [UInt8] = []
        private var rows = 0
        private var first: [UInt8] = []
        private var last: [UInt8] = []

        init(scope: Scope, model: String) {
            self.scope = scope
            self.model = model
        }

        mutating func take(subject: [UInt8], change: [UInt8], weight stored: [UInt8]) throws {
            guard let read = try? WireCoding.decode(FeedChange.self, from: change),
                let content = FeedContent.bytes(of: read),
                case let weight = BucketSum.weight(ofDigest: SHA256.hash(content)), weight.bigEndianBytes == stored
            else { throw damaged("the entry about \(Hex.encode(Array(subject.dropFirst()))) changed on the disk") }
            if lines.count + change.count + 1 > Protocol.inflatedBytesPerChunk { try cut() }
            if rows == 0 { first = subject }
            lines += change + [UInt8(ascii: "\n")]
            last = subject
            rows += 1
            sum.add(weight)
            if weight % UInt128(Protocol.rowsPerChunk) == 0 { try cut() }
        }

        mutating func cut() throws {
            guard rows > 0 else { return }
            let bytes = try compressed(lines)
            let name = Hex.encode(SHA256.hash(bytes))
            chunks.append(SnapshotManifest.Chunk(sha256: name, bytes: bytes.count, rows: rows))
            places[name] = Place(scope: scope, model: model, first: first, last: last)
            (lines, rows) = ([], 0)
        }
    }
}
