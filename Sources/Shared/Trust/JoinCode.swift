import Crypto

/// What a node needs to join: the hub's one-use token, and by what it knows that hub. 48 bytes and 16 check bits in
/// Crockford's base32, twenty groups of four: for pasting, but it survives being read aloud and typed, too (see
/// `Token`).
package struct JoinCode: Sendable, Equatable, CustomStringConvertible {
    package let token: Token
    /// SHA-256 of the certificate (DER) of the hub's authority.
    package let fingerprint: [UInt8]

    static let byteCount = Token.byteCount + SHA256.byteCount
    static let characterCount = 80

    /// Nil unless the fingerprint has 32 bytes.
    package init?(token: Token, fingerprint: [UInt8]) {
        guard fingerprint.count == SHA256.byteCount else { return nil }
        self.token = token
        self.fingerprint = fingerprint
    }

    /// Nil where the text was mistyped or is incomplete.
    package init?(text: String) {
        var values: [UInt8] = []
        for character in text.utf8 where !Crockford.isSeparator(character) {
            guard values.count < Self.characterCount, let value = Crockford.value(of: character) else { return nil }
            values.append(value)
        }
        guard values.count == Self.characterCount else { return nil }
        let bytes = Array(Crockford.bytes(from: values)[..<Self.byteCount])
        guard Self.checked(bytes) == values, let token = Token(bytes: Array(bytes[..<Token.byteCount])) else {
            return nil
        }
        self.init(token: token, fingerprint: Array(bytes[Token.byteCount...]))
    }

    /// The form for people. It holds the token: show it once, never log it.
    package var text: String {
        let characters = Self.checked(token.bytes + fingerprint).map { Crockford.alphabet[Int($0)] }
        return stride(from: 0, to: characters.count, by: Token.groupLength).map {
            String(decoding: characters[$0..<($0 + Token.groupLength)], as: UTF8.self)
        }.joined(separator: "-")
    }

    /// Hides the token.
    package var description: String { "JoinCode(hidden)" }

    private static func checked(_ bytes: [UInt8]) -> [UInt8] {
        Crockford.values(from: bytes + SHA256.hash(bytes)[..<2], count: characterCount)
    }
}
