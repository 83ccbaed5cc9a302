import Crypto
import Foundation
import Service

/// How a backup with a passphrase begins: a line that says what it is, the salt and the cost of the key, and the header
/// of the encrypted stream. Then chunks of `chunkBytes`, each a little longer for its tag; the last one is marked.
enum BackupSeal {
    static let mark = Array("rollcall sealed backup 1\n".utf8)
    /// Plain bytes in a chunk.
    static let chunkBytes = 64 << 10
    static let prefixByteCount = mark.count + PassphraseKey.saltByteCount + 8 + SealingStream.headerByteCount
    private static let passphraseBytes = 12...1_024

    static func begin(_ passphrase: [UInt8]) throws -> (prefix: [UInt8], stream: SealingStream) {
        let (salt, cost) = (SecureRandom.bytes(PassphraseKey.saltByteCount), PassphraseKey.Cost.standard)
        guard let key = PassphraseKey.derive(passphrase, salt: salt, cost: cost) else {
            throw HubError(
                .busy, "There is no memory to make a key of the passphrase",
                advice: "\(cost.memoryKibibytes >> 10) MiB are needed.")
        }
        let stream = SealingStream(key: key)
        return (mark + salt + bytes(cost.passes) + bytes(cost.memoryKibibytes) + stream.header, stream)
    }

    /// `prefix`: the first `prefixByteCount` bytes of a file that begins with `mark`.
    static func open(_ prefix: [UInt8], passphrase: [UInt8], path: String) throws -> OpeningStream {
        var rest = prefix.dropFirst(mark.count)
        func take(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let salt = take(PassphraseKey.saltByteCount)
        let cost = PassphraseKey.Cost(passes: number(take(4)), memoryKibibytes: number(take(4)))
        guard prefix.count == prefixByteCount,
            let key = PassphraseKey.derive(passphrase, salt: salt, cost: cost),
            let stream = OpeningStream(key: key, header: take(SealingStream.headerByteCount))
        else { throw HubError(.damaged, "\(path) is damaged at its beginning", advice: "Use another backup.") }
        return stream
    }

    /// The passphrase in a file: its first line.
    package static func passphrase(in path: String) throws -> [UInt8] {
        let bytes = try PrivateFile.read(path, maximumBytes: passphraseBytes.upperBound + 2)
        let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
        guard passphraseBytes.contains(line.count) else {
            throw HubError(
                .invalid, "\(path) holds no passphrase",
                advice: "Write at least \(passphraseBytes.lowerBound) characters into its first line.")
        }
        return line
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func number(_ bytes: [UInt8]) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
