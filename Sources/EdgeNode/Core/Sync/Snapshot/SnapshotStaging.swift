import Crypto
import FoundationEssentials
import HTTP
import Replication
import Service

#if canImport(Glibc)
    import Glibc
#endif

/// The folder in which chunks of a snapshot gather, each under its hash, whole or as far as it came. Nothing in it is
/// believed before its hash was checked, so it may be cut off at any byte.
package struct SnapshotStaging: Sendable {
    private let folder: String

    /// Makes the folder where it is missing.
    package init(folder: String) throws {
        self.folder = folder
        try Folder.createPrivate(folder)
    }

    /// Drops what does not belong to these chunks: a snapshot is made of one manifest's chunks only.
    package func keep(only chunks: [SnapshotManifest.Chunk]) throws {
        let wanted = Set(chunks.map(\.sha256))
        for path in try Folder.files(in: folder) where !wanted.contains(name(of: path)) { unlink(path) }
    }

    /// The first byte that is missing of a chunk; nil when it is whole and its hash is right. A chunk that is too long,
    /// or whole and wrong, is dropped.
    package func missing(of chunk: SnapshotManifest.Chunk) throws -> Int? {
        let path = path(chunk)
        guard let bytes = try? PrivateFile.read(path, maximumBytes: chunk.bytes) else {
            unlink(path)
            return 0
        }
        guard bytes.count == chunk.bytes else { return bytes.count }
        if Hex.encode(SHA256.hash(bytes)) == chunk.sha256 { return nil }
        unlink(path)
        return 0
    }

    /// Puts bytes at the end of a chunk.
    package func append(_ bytes: [UInt8], to chunk: SnapshotManifest.Chunk) throws {
        try PrivateFile.append(path(chunk), bytes)
    }

    /// The entries of a whole chunk. Throws `ReplicationError.malformed` where it does not hold what its manifest says.
    package func changes(of chunk: SnapshotManifest.Chunk) throws -> [FeedChange] {
        let bytes = try PrivateFile.read(path(chunk), maximumBytes: chunk.bytes)
        guard Hex.encode(SHA256.hash(bytes)) == chunk.sha256 else {
            throw ReplicationError.malformed("a chunk of a snapshot changed on this disk")
        }
        return try Self.changes(in: bytes, rows: chunk.rows)
    }

    /// Reads the bytes of a chunk of so many rows.
    package static func changes(in bytes: [UInt8], rows: Int) throws -> [FeedChange] {
        let lines: [UInt8]
        do {
            lines = try Gzip.inflated(bytes, maximumBytes: Protocol.inflatedBytesPerChunk)
        } catch {
            throw ReplicationError.malformed("a chunk of a snapshot cannot be used: \(error)")
        }
        do {
            let changes = try lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
                .map { try WireCoding.decode(FeedChange.self, from: $0) }
            guard changes.count == rows, lines.last == UInt8(ascii: "\n") else {
                throw ReplicationError.malformed("a chunk of a snapshot has \(changes.count) rows instead of \(rows)")
            }
            return changes
        } catch let error as ReplicationError {
            throw error
        } catch {
            // Without what the decoder says: it may quote a name.
            throw ReplicationError.malformed("a chunk of a snapshot holds an entry that cannot be read")
        }
    }

    /// Removes the folder with everything in it.
    package func remove() throws {
        try FileManager.default.removeItem(atPath: folder)
    }

    private func path(_ chunk: SnapshotManifest.Chunk) -> String { folder + "/" + chunk.sha256 }

    private func name(of path: String) -> String { String(path.dropFirst(folder.count + 1)) }
}
