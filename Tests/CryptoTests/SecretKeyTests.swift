import Crypto
import Testing

/// HMAC-SHA-256 and sealed bytes.
struct SecretKeyTests {
    /// RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        ([UInt8](repeating: 0x0B, count: 20), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (Array("Jefe".utf8), "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ([UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ])
    func authenticationCodes(key: [UInt8], message: String, code: String) throws {
        #expect(Hex.encode(HMACSHA256.code(Array(message.utf8), key: key)) == code)
        #expect(HMACSHA256.isValid(try #require(Hex.decode(code)), of: Array(message.utf8), key: key))
        #expect(!HMACSHA256.isValid(try #require(Hex.decode(code)), of: Array((message + "!").utf8), key: key))
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    @Test func aKnownSealedText() throws {
        let plain = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
            + "sunscreen would be it."
        let nonce = [UInt8](0x40...0x57)
        let sealed = SealedBytes.seal(
            Array(plain.utf8), key: [UInt8](0x80...0x9F),
            context: try #require(Hex.decode("50515253c0c1c2c3c4c5c6c7")), nonce: nonce)
        #expect(Hex.encode(sealed) == Hex.encode(nonce)
            + "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49")
    }

    @Test func onlyTheSameKeyAndContextOpen() {
        let key = SealedBytes.makeKey()
        let context = Array("gallery 7".utf8)
        for length in [0, 1, 63, 64, 65, 1_000] {
            let plain = SecureRandom.bytes(length)
            let sealed = SealedBytes.seal(plain, key: key, context: context)
            #expect(sealed.count == length + SealedBytes.overheadBytes)
            #expect(SealedBytes.open(sealed, key: key, context: context) == plain)
            #expect(SealedBytes.open(sealed, key: SealedBytes.makeKey(), context: context) == nil)
            #expect(SealedBytes.open(sealed, key: key, context: Array("gallery 8".utf8)) == nil)
        }
    }

    @Test func everyChangedOrMissingByteIsNoticed() {
        let key = SealedBytes.makeKey()
        let sealed = SealedBytes.seal(Array("secret".utf8), key: key)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(SealedBytes.open(changed, key: key) == nil)
            #expect(SealedBytes.open(Array(sealed[..<index]), key: key) == nil)
        }
        #expect(SealedBytes.open(sealed, key: [1, 2, 3]) == nil)
    }

    @Test func noTwoSealedTextsAreAlike() {
        let key = SealedBytes.makeKey()
        #expect(SealedBytes.seal([1, 2, 3], key: key) != SealedBytes.seal([1, 2, 3], key: key))
    }
}
