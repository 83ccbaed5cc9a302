import Crypto
import QRCode
import Testing
import Trust

struct JoinCodeTests {
    @Test func theTextFormIsReadBackHoweverItIsTyped() throws {
        for _ in 0..<100 {
            let code = try #require(JoinCode(token: Token(), fingerprint: SecureRandom.bytes(32)))
            let text = code.text
            #expect(text.count == 99)
            #expect(JoinCode(text: text) == code)
            #expect(JoinCode(text: text.lowercased().replacing("-", with: " ")) == code)
            #expect(JoinCode(text: text.replacing("0", with: "o").replacing("1", with: "l")) == code)
            #expect(!"\(code)".contains(text.prefix(4)))
        }
        #expect(JoinCode(token: Token(), fingerprint: [1]) == nil)
    }

    /// 16 check bits let one slip in 65,536 through; there are 2,480 of one character.
    @Test func aSlipOfTheFingerIsFound() throws {
        let code = try #require(JoinCode(token: Token(bytes: Array(0..<16))!, fingerprint: Array(0..<32)))
        let text = Array(code.text)
        var accepted = 0
        for position in text.indices where text[position] != "-" {
            for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != text[position] {
                var wrong = text
                wrong[position] = other
                if JoinCode(text: String(wrong)) != nil { accepted += 1 }
            }
        }
        #expect(accepted <= 1)
        for bad in ["", String(text.dropLast()), code.text + "0", Token().text, "hello"] {
            #expect(JoinCode(text: bad) == nil)
        }
    }

    /// The three squares of a QR code stand in its corners.
    @Test func theCodeIsDrawn() throws {
        let code = try #require(QRCode("rollcall-edge join https://hub.school.example:8080 --token 7K2M"))
        for (row, column) in [(0, 0), (0, code.side - 7), (code.side - 7, 0)] {
            for place in 0..<7 {
                for edge in [0, 6] {
                    #expect(code.isDark(row: row + edge, column: column + place))
                    #expect(code.isDark(row: row + place, column: column + edge))
                }
            }
            #expect(!code.isDark(row: row + 1, column: column + 1) && code.isDark(row: row + 3, column: column + 3))
        }
        let lines = code.terminalText.split(separator: "\n")
        #expect(lines.count == (code.side + 8 + 1) / 2 && lines.allSatisfy { $0.count == code.side + 8 })
        #expect(QRCode("") == nil && QRCode(String(repeating: "x", count: 3_000)) == nil)
    }
}
