import Crypto

/// A hub's signature over something that is read later or elsewhere: a snapshot's manifest, an erasure's receipt.
package struct HubSignature: Sendable, Hashable, Codable {
    /// The authority's generation whose key signed.
    package let generation: Int
    /// URL-safe base64.
    let signature: String

    init(generation: Int, bytes: [UInt8]) {
        self.generation = generation
        signature = Base64.encodeURL(bytes)
    }

    /// What is signed: the purpose keeps a signature for one use from passing for another.
    fileprivate static func text(_ purpose: String, _ message: [UInt8]) -> [UInt8] {
        Array("rollcall \(purpose) 2\n".utf8) + message
    }

    fileprivate var bytes: [UInt8] { Base64.decodeURL(signature) ?? [] }
}

/// Signs in the hub's name, with the key of its authority's present generation.
package struct HubSigner: Sendable {
    private let key: SigningKey
    package let generation: Int

    package init(key: SigningKey, generation: Int) {
        self.key = key
        self.generation = generation
    }

    /// `purpose`: a short word of the caller's own, without line breaks, such as `snapshot`.
    package func sign(_ message: [UInt8], purpose: String) -> HubSignature {
        HubSignature(generation: generation, bytes: key.signature(of: HubSignature.text(purpose, message)))
    }
}

extension AuthorityLink {
    /// Whether the hub signed exactly this message for this purpose, in this generation.
    package func isValid(_ signature: HubSignature, of message: [UInt8], purpose: String) -> Bool {
        signature.generation == generation && key.isValid(signature.bytes, of: HubSignature.text(purpose, message))
    }
}
