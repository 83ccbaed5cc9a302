import Attendance
import Crypto

/// Identifiers for people and samples that come from outside with nothing but a label: the same label and
/// the same embedding get the same identifiers again, so that importing a file twice adds nothing.
package enum StableIdentifier {
    package static func person(label: String) -> PersonID {
        identifier("rollcall imported person\n" + label)
    }

    package static func sample(of person: PersonID, model: ModelID, _ embedding: Embedding) -> SampleID {
        let digest = Hex.encode(SHA256.hash(embedding.littleEndianBytes))
        return identifier("rollcall imported sample\n\(person)\n\(model)\n\(digest)")
    }

    /// A version 8 UUID (RFC 9562 §5.8): 122 bits of a SHA-256.
    private static func identifier<Subject>(_ text: String) -> Identifier<Subject> {
        var bytes = Array(SHA256.hash(text).prefix(16))
        bytes[6] = 0x80 | (bytes[6] & 0x0F)
        bytes[8] = 0x80 | (bytes[8] & 0x3F)
        return Identifier(bytes: bytes)
    }
}
