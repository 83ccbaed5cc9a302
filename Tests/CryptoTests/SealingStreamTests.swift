import Crypto
import Testing

struct SealingStreamTests {
    private static let chunks: [[UInt8]] = [
        Array("first".utf8), [], Array(repeating: 7, count: 70_000), Array("last".utf8),
    ]

    private func sealed(_ key: [UInt8]) -> (header: [UInt8], chunks: [[UInt8]]) {
        var stream = SealingStream(key: key)
        let chunks = Self.chunks.enumerated().map { stream.seal($1, isLast: $0 == Self.chunks.count - 1) }
        return (stream.header, chunks)
    }

    /// What is opened before the first chunk that is refused.
    private func opened(
        _ chunks: [[UInt8]], _ header: [UInt8], _ key: [UInt8]
    ) throws -> (plain: [[UInt8]], ended: Bool) {
        var stream = try #require(OpeningStream(key: key, header: header))
        var plain: [[UInt8]] = []
        for chunk in chunks {
            guard let (bytes, isLast) = stream.open(chunk) else { return (plain, false) }
            plain.append(bytes)
            if isLast { return (plain, true) }
        }
        return (plain, false)
    }

    @Test func whatIsSealedIsOpenedInItsOrder() throws {
        let key = SealedBytes.makeKey()
        let (header, chunks) = sealed(key)
        let result = try opened(chunks, header, key)
        #expect(result.plain == Self.chunks && result.ended)
        #expect(zip(chunks, Self.chunks).allSatisfy { $0.count == $1.count + SealingStream.overheadBytes })
    }

    @Test func everyChangeIsNoticed() throws {
        let key = SealedBytes.makeKey()
        let (header, chunks) = sealed(key)
        #expect(try opened(chunks.dropLast(), header, key).ended == false, "the end is missing")
        #expect(try opened([chunks[1]] + chunks, header, key).plain.isEmpty)
        #expect(try opened([chunks[0], chunks[2]], header, key).plain.count == 1)
        #expect(try opened([chunks[0], chunks[0]], header, key).plain.count == 1)
        var flipped = chunks
        flipped[2][50_000] ^= 1
        #expect(try opened(flipped, header, key).plain.count == 2)
        #expect(try opened(chunks, header, SealedBytes.makeKey()).plain.isEmpty)
        #expect(OpeningStream(key: key, header: Array(header.dropLast())) == nil)
        var stream = try #require(OpeningStream(key: key, header: header))
        #expect(stream.open([1, 2, 3]) == nil)
    }

    @Test func aPassphraseMakesOneKeyForEachSalt() throws {
        let cost = PassphraseKey.Cost(passes: 1, memoryKibibytes: 64)
        let words = Array("correct horse".utf8)
        let salt = SecureRandom.bytes(PassphraseKey.saltByteCount)
        let key = try #require(PassphraseKey.derive(words, salt: salt, cost: cost))
        #expect(key.count == SealedBytes.keyByteCount)
        #expect(PassphraseKey.derive(words, salt: salt, cost: cost) == key)
        let others = [
            PassphraseKey.derive(words, salt: SecureRandom.bytes(PassphraseKey.saltByteCount), cost: cost),
            PassphraseKey.derive(Array("correct horsf".utf8), salt: salt, cost: cost),
            PassphraseKey.derive(words, salt: salt, cost: .init(passes: 2, memoryKibibytes: 64)),
        ]
        #expect(others.allSatisfy { $0 != nil && $0 != key })
    }

    /// A file from elsewhere says what its key costs: it must not cost this machine's memory.
    @Test func aCostOutOfBoundsIsRefused() {
        let salt = SecureRandom.bytes(PassphraseKey.saltByteCount)
        for cost in [PassphraseKey.Cost(passes: 0, memoryKibibytes: 64), .init(passes: 17, memoryKibibytes: 64),
            .init(passes: 1, memoryKibibytes: 4), .init(passes: 1, memoryKibibytes: 2 << 20)]
        {
            #expect(PassphraseKey.derive([1], salt: salt, cost: cost) == nil)
        }
        #expect(PassphraseKey.derive([1], salt: [1], cost: .init(passes: 1, memoryKibibytes: 64)) == nil)
    }
}
