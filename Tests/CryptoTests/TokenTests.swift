import Crypto
import Testing

struct TokenTests {
    @Test func theTextFormIsReadBackHoweverItIsTyped() throws {
        for _ in 0..<200 {
            let token = Token()
            let text = token.text
            #expect(text.count == 34)
            #expect(Token(text: text) == token)
            #expect(Token(text: text.lowercased()) == token)
            #expect(Token(text: text.replacing("-", with: " ")) == token)
            #expect(Token(text: text.replacing("0", with: "o").replacing("1", with: "l")) == token)
            #expect(Token(bytes: token.bytes) == token)
        }
    }

    @Test func aKnownTokenHasItsText() throws {
        let token = try #require(Token(bytes: [UInt8](repeating: 0, count: 16)))
        // 128 zero bits, then the first 12 bits of SHA-256(16 zero bytes) = 374…: 00 11011 10100 gives 0, V,
        // M.
        #expect(token.text == "0000-0000-0000-0000-0000-0000-00VM")
    }

    /// 12 check bits let one slip in 4,096 through; over all single-character slips of one token that is
    /// below one.
    @Test func aSlipOfTheFingerIsFound() throws {
        let token = try #require(Token(bytes: Array(0..<16)))
        let text = Array(token.text)
        var accepted = 0
        for position in text.indices where text[position] != "-" {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != text[position] {
                var wrong = text
                wrong[position] = other
                if Token(text: String(wrong)) != nil { accepted += 1 }
            }
        }
        #expect(accepted <= 2)
        #expect(Token(text: String(text.dropLast())) == nil)
        #expect(Token(text: token.text + "0") == nil)
        #expect(Token(text: "") == nil)
        #expect(Token(text: token.text.replacing("-", with: "U")) == nil)
    }

    @Test func theSecretDoesNotLeakThroughItsDescription() {
        let token = Token()
        #expect(!"\(token)".contains(token.text.prefix(4)))
        #expect(token.digest == SHA256.hash(token.bytes))
        #expect(Token(bytes: [1, 2, 3]) == nil)
    }

    @Test func constantTimeComparison() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1, 3]))
        #expect(!constantTimeEqual([1, 2], [1, 2, 3]))
        #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
    }
}
