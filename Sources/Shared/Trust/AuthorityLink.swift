import Crypto

/// One generation of a hub's authority: the certificate that its TLS certificate is signed by, and the key with which
/// it signs everything else. Public.
package struct AuthorityLink: Sendable, Hashable, Codable {
    /// 1, 2, 3 …
    package let generation: Int
    /// DER.
    package let certificate: [UInt8]
    package let key: VerifyingKey
    /// By the key of the generation before, over `text`; nil for the first generation.
    package let signature: [UInt8]?

    /// Largest certificate that is taken, in bytes.
    private static let maximumCertificateBytes = 8_192

    /// The link that follows `previous`, signed with that one's key; the first one is signed by nobody: a node knows
    /// it by the hash in its join code.
    package init(
        generation: Int, certificate: [UInt8], key: VerifyingKey, signedBy previous: SigningKey? = nil
    ) {
        self.generation = generation
        self.certificate = certificate
        self.key = key
        signature = previous?.signature(of: Self.text(generation, certificate, key))
    }

    /// SHA-256 of the certificate's DER: what a join code carries.
    package var fingerprint: [UInt8] { SHA256.hash(certificate) }

    /// The certificate as text, for libcurl and browsers.
    package var pem: String { PEM.encode(certificate) }

    /// Whether this link was made by whoever had the key of `previous`, as the generation after it.
    func follows(_ previous: AuthorityLink) -> Bool {
        guard generation - 1 == previous.generation, let signature else { return false }
        return previous.key.isValid(signature, of: Self.text(generation, certificate, key))
    }

    /// What the generation before signs.
    private static func text(_ generation: Int, _ certificate: [UInt8], _ key: VerifyingKey) -> [UInt8] {
        Array("rollcall authority 2\n\(generation)\n\(Hex.encode(SHA256.hash(certificate)))\n\(key)\n".utf8)
    }

    private enum CodingKeys: String, CodingKey {
        case generation, certificate, key, signature
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func bytes(_ key: CodingKeys, _ decode: (String) -> [UInt8]?) throws -> [UInt8] {
            guard let bytes = decode(try container.decode(String.self, forKey: key)) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "not valid")
            }
            return bytes
        }
        generation = try container.decode(Int.self, forKey: .generation)
        certificate = try bytes(.certificate) {
            Base64.decode($0).flatMap { (1...Self.maximumCertificateBytes).contains($0.count) ? $0 : nil }
        }
        guard let key = VerifyingKey(bytes: try bytes(.key, Hex.decode)), generation >= 1 else {
            throw DecodingError.dataCorruptedError(forKey: .key, in: container, debugDescription: "not a key")
        }
        self.key = key
        signature = container.contains(.signature) ? try bytes(.signature, Base64.decode) : nil
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(generation, forKey: .generation)
        try container.encode(Base64.encode(certificate), forKey: .certificate)
        try container.encode(key.description, forKey: .key)
        try container.encodeIfPresent(signature.map { Base64.encode($0) }, forKey: .signature)
    }
}
