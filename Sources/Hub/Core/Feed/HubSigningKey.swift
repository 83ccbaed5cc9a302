import Crypto
import FoundationEssentials
import Replication
import Service

/// The hub's signing key, in a file of its own.
struct HubSigningKey: Sendable {
    let key: SigningKey

    /// Longest file, in bytes.
    private static let maximumBytes = 256

    /// Reads the key, or makes one where there is none yet. Throws `HubError.damaged` for a file that holds none.
    init(_ folder: HubFolder) throws {
        let path = folder.signingKeyPath
        guard FileManager.default.fileExists(atPath: path) else {
            key = SigningKey()
            try PrivateFile.write(path, Array((Hex.encode(key.seed) + "\n").utf8))
            return
        }
        let bytes = try PrivateFile.read(path, maximumBytes: Self.maximumBytes)
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        guard let seed = Hex.decode(text), let key = SigningKey(seed: seed) else {
            throw HubError(
                .damaged, "\(path) holds no signing key", advice: "Bring the file back from a backup of the data folder.")
        }
        self.key = key
    }

    func sign(_ message: [UInt8]) -> SignedManifest.Signature {
        SignedManifest.Signature(
            key: Hex.encode(key.verifyingKey.bytes), signature: Hex.encode(key.signature(of: message)))
    }
}
