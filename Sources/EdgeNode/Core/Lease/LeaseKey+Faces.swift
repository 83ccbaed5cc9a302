import Attendance
import Crypto
import Replication

extension LeaseKey {
    /// What is sealed: each kind and row has a context of its own, so that a text opens only where it belongs.
    enum Subject {
        case sample(SampleID, ModelID)
        case unknownFace(UnknownFaceID, ModelID)
        case crop(UnknownFaceID)

        fileprivate var context: [UInt8] {
            switch self {
            case .sample(let id, let model): Array("sample \(id) \(model.text)".utf8)
            case .unknownFace(let id, let model): Array("unknown face \(id) \(model.text)".utf8)
            case .crop(let id): Array("crop \(id)".utf8)
            }
        }
    }

    /// Recognises the key without giving it away.
    var digest: [UInt8] { SHA256.hash(bytes) }

    func seal(_ plain: [UInt8], as subject: Subject) -> [UInt8] {
        SealedBytes.seal(plain, key: bytes, context: subject.context)
    }

    /// Nil for what was sealed with another key, for something else, or has changed since.
    func open(_ sealed: [UInt8], as subject: Subject) -> [UInt8]? {
        SealedBytes.open(sealed, key: bytes, context: subject.context)
    }

    func seal(_ embedding: Embedding, as subject: Subject) -> [UInt8] {
        seal(embedding.littleEndianBytes, as: subject)
    }

    /// Nil likewise.
    func openEmbedding(_ sealed: [UInt8], as subject: Subject) -> Embedding? {
        open(sealed, as: subject).flatMap { try? Embedding(littleEndianBytes: $0) }
    }

    /// How long a sealed embedding of so many values is, in bytes.
    static func sealedBytes(dimension: Int) -> Int { 4 * dimension + SealedBytes.overheadBytes }
}
