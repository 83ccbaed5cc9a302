/// A manifest as it travels: its line exactly as signed, then a line with key and signature.
package struct SignedManifest: Hashable, Sendable {
    /// Who signed, and the signature over `message`; both hexadecimal.
    package struct Signature: Hashable, Sendable, Codable {
        package let key: String
        package let signature: String

        package init(key: String, signature: String) {
            self.key = key
            self.signature = signature
        }
    }

    /// The manifest's JSON.
    package let line: [UInt8]
    package let signature: Signature

    /// So that a signature over something else never fits a manifest.
    private static let purpose = Array("rollcall snapshot manifest\n".utf8)

    package init(line: [UInt8], signature: Signature) {
        self.line = line
        self.signature = signature
    }

    /// What is signed for a manifest's JSON.
    package static func message(of line: [UInt8]) -> [UInt8] { purpose + line }

    package var message: [UInt8] { Self.message(of: line) }

    /// Throws `ReplicationError.malformed` unless there are exactly two lines.
    package init(encoded bytes: [UInt8]) throws {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        guard bytes.count <= Protocol.manifestBytes, lines.count == 2 else {
            throw ReplicationError.malformed("a snapshot's manifest is one line and the line of its signature")
        }
        self.init(line: Array(lines[0]), signature: try WireCoding.decode(Signature.self, from: lines[1]))
    }

    package func encoded() throws -> [UInt8] {
        line + [UInt8(ascii: "\n")] + (try WireCoding.encode(signature)) + [UInt8(ascii: "\n")]
    }

    /// Read this only after the signature was found good.
    package func manifest() throws -> SnapshotManifest {
        try WireCoding.decode(SnapshotManifest.self, from: line)
    }
}
