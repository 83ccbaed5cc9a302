/// A secret of 128 random bits that a person can read aloud and type: seven groups of four letters and
/// digits.
///
/// The text is Crockford's base32 (https://www.crockford.com/base32.html): 128 bits and 12 check bits from
/// their SHA-256,
/// so that a slip of the finger is found before anything is asked of the hub. Neither case, dashes nor
/// spaces matter,
/// and O, I and L are read as the digits they look like.
package struct Token: Sendable, Equatable, CustomStringConvertible {
    package static let byteCount = 16
    static let characterCount = 28
    package static let groupLength = 4

    /// The secret itself.
    package let bytes: [UInt8]

    /// A new random token.
    package init() {
        bytes = SecureRandom.bytes(Token.byteCount)
    }

    /// nil unless there are exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Token.byteCount else { return nil }
        self.bytes = bytes
    }

    /// nil where the text was mistyped: a wrong length, a character outside the alphabet, or check bits that
    /// differ.
    package init?(text: String) {
        var values: [UInt8] = []
        for character in text.utf8 where !Crockford.isSeparator(character) {
            guard values.count < Token.characterCount, let value = Crockford.value(of: character) else {
                return nil
            }
            values.append(value)
        }
        guard values.count == Token.characterCount else { return nil }
        let all = Crockford.bytes(from: values)
        bytes = Array(all[..<Token.byteCount])
        guard Token.checked(bytes) == values else { return nil }
    }

    /// The form for people. It is the secret: show it once, never log it.
    package var text: String {
        let characters = Token.checked(bytes).map { Crockford.alphabet[Int($0)] }
        let groups = stride(from: 0, to: characters.count, by: Token.groupLength).map {
            String(decoding: characters[$0..<($0 + Token.groupLength)], as: UTF8.self)
        }
        return groups.joined(separator: "-")
    }

    /// SHA-256 of the bytes: what a store keeps instead of the secret. (A slow hash is for passwords; 128
    /// random bits
    /// cannot be guessed.)
    package var digest: [UInt8] { SHA256.hash(bytes) }

    /// Hides the secret, so that an interpolated token never reaches a log.
    package var description: String { "Token(hidden)" }

    package static func == (first: Token, second: Token) -> Bool {
        constantTimeEqual(first.bytes, second.bytes)
    }

    /// The 28 base32 values of the bytes and their 12 check bits.
    private static func checked(_ bytes: [UInt8]) -> [UInt8] {
        let hash = SHA256.hash(bytes)
        return Crockford.values(from: bytes + [hash[0], hash[1] & 0xF0], count: characterCount)
    }
}
