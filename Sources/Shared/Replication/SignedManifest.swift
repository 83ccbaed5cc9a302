/// A manifest as it travels: its line exactly as signed, then the line of the hub's signature over it.
package struct SignedManifest: Hashable, Sendable {
    /// The manifest's JSON.
    package let line: [UInt8]
    /// JSON, too; what it holds is the business of who signs and who checks.
    package let signature: [UInt8]

    package init(line: [UInt8], signature: [UInt8]) {
        self.line = line
        self.signature = signature
    }

    /// Throws `ReplicationError.malformed` unless there are exactly two lines.
    package init(encoded bytes: [UInt8]) throws {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        guard bytes.count <= Protocol.manifestBytes, lines.count == 2 else {
            throw ReplicationError.malformed("a snapshot's manifest is one line and the line of its signature")
        }
        self.init(line: Array(lines[0]), signature: Array(lines[1]))
    }

    package var encoded: [UInt8] { line + [UInt8(ascii: "\n")] + signature + [UInt8(ascii: "\n")] }

    /// Read this only after the signature was found good.
    package func manifest() throws -> SnapshotManifest {
        try WireCoding.decode(SnapshotManifest.self, from: line)
    }
}
