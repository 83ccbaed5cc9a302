import Crypto
import FoundationEssentials
import Replication
import Service

/// The key by which this node knows its hub's signature: the first one that signed, from then on no other.
package struct PinnedHubKey: Sendable {
    private let path: String

    /// Longest file, in bytes.
    private static let maximumBytes = 256

    package init(folder: DataFolder) {
        path = folder.hubKey
    }

    /// Whether the hub signed it. Throws `FileError` where the key can neither be read nor kept.
    package func verifies(_ signed: SignedManifest) throws -> Bool {
        guard let bytes = Hex.decode(signed.signature.key), let key = VerifyingKey(bytes: bytes),
            let signature = Hex.decode(signed.signature.signature), key.isValid(signature, of: signed.message)
        else { return false }
        guard FileManager.default.fileExists(atPath: path) else {
            try PrivateFile.write(path, Array((Hex.encode(bytes) + "\n").utf8))
            return true
        }
        let pinned = String(decoding: try PrivateFile.read(path, maximumBytes: Self.maximumBytes), as: UTF8.self)
        return Hex.decode(pinned.filter { !$0.isWhitespace }) == bytes
    }
}
