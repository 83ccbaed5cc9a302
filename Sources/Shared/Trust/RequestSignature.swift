import Attendance
import Crypto

/// The signature of one request of a node, as it stands in the header `Authorization`:
/// `Rollcall <version> <node id> <node's wall clock, milliseconds> <signature, URL-safe base64>`.
package struct RequestSignature: Sendable, Hashable {
    /// What exactly is signed.
    package struct Subject: Sendable {
        let method: String
        let target: String
        let body: [UInt8]

        /// `target`: path and query as they stand in the request. `body`: before compression.
        package init(method: String, target: String, body: [UInt8]) {
            self.method = method
            self.target = target
            self.body = body
        }
    }

    /// Version of the signed text.
    package static let version = 2
    package static let scheme = "Rollcall"

    package let node: NodeID
    /// Milliseconds since 1970 UTC as the node believes. Evidence, not a condition: the clock may be years off.
    package let time: Int64
    package let bytes: [UInt8]

    /// Signs with the node's key.
    package init(_ subject: Subject, node: NodeID, time: Int64, key: SigningKey) {
        self.node = node
        self.time = time
        bytes = key.signature(of: Self.text(subject, node: node, time: time))
    }

    /// Reads a header. Nil where it is not of this scheme; throws `UnknownVersion` where it is of another version.
    package init?(header: String) throws(UnknownVersion) {
        let parts = header.split(separator: " ")
        guard let scheme = parts.first, scheme == Self.scheme, parts.count >= 2 else { return nil }
        guard let version = Int(parts[1]) else { return nil }
        guard version == Self.version else { throw UnknownVersion(version: version) }
        guard parts.count == 5, let node = try? NodeID(text: String(parts[2])), let time = Int64(parts[3]),
            let bytes = Base64.decodeURL(String(parts[4])), bytes.count == SigningKey.signatureByteCount
        else { return nil }
        self.node = node
        self.time = time
        self.bytes = bytes
    }

    package var header: String {
        "\(Self.scheme) \(Self.version) \(node) \(time) \(Base64.encodeURL(bytes))"
    }

    /// Whether the holder of `key` signed exactly this.
    package func isValid(_ subject: Subject, key: VerifyingKey) -> Bool {
        key.isValid(bytes, of: Self.text(subject, node: node, time: time))
    }

    private static func text(_ subject: Subject, node: NodeID, time: Int64) -> [UInt8] {
        let lines = [
            "rollcall request \(version)", node.description, String(time), subject.method, subject.target,
            Hex.encode(SHA256.hash(subject.body)),
        ]
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// The sender speaks another version of this protocol.
    package struct UnknownVersion: Error {
        package let version: Int
    }
}
