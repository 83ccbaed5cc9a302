import Crypto
import Testing

struct SigningTests {
    /// RFC 8032 §7.1, tests 1 to 3.
    @Test(arguments: [
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ])
    func knownAnswers(seed: String, publicKey: String, message: String, signature: String) throws {
        let key = try #require(Hex.decode(seed).flatMap { SigningKey(seed: $0) })
        #expect("\(key.verifyingKey)" == publicKey)
        let bytes = try #require(Hex.decode(message))
        #expect(Hex.encode(key.signature(of: bytes)) == signature)
        #expect(key.verifyingKey.isValid(key.signature(of: bytes), of: bytes))
    }

    @Test func everyChangedBitIsNoticed() {
        let key = SigningKey()
        let message = Array("attendance".utf8)
        let signature = key.signature(of: message)
        for bit in 0..<8 * message.count {
            var changed = message
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.verifyingKey.isValid(signature, of: changed))
        }
        for bit in 0..<8 * signature.count {
            var changed = signature
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.verifyingKey.isValid(changed, of: message))
        }
        #expect(!SigningKey().verifyingKey.isValid(signature, of: message))
        #expect(!key.verifyingKey.isValid([], of: message))
    }

    /// Under the key that is the curve's neutral point, R = neutral and S = 0 would fit every message.
    @Test func keysOfSmallOrderAreRefused() throws {
        let neutral: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let key = try #require(VerifyingKey(bytes: neutral))
        #expect(!key.isValid(neutral + [UInt8](repeating: 0, count: 32), of: [1, 2, 3]))
    }

    @Test func wrongLengthsAreNoKeys() {
        #expect(SigningKey(seed: [1, 2, 3]) == nil)
        #expect(VerifyingKey(bytes: [1, 2, 3]) == nil)
    }

    @Test func theSecretDoesNotLeakThroughItsDescription() {
        let key = SigningKey()
        #expect(!"\(key)".contains(Hex.encode(key.seed)))
        #expect(SigningKey(seed: key.seed)?.verifyingKey == key.verifyingKey)
    }
}
