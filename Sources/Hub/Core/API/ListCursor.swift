import Crypto

/// Where a page ended, as an opaque text: the sort key's parts, not a row count, so that pages neither repeat nor
/// skip anything while data is added.
package enum ListCursor {
    private static let separator: Character = "\u{1F}"

    static func make(_ parts: [String]) -> String {
        Base64.encodeURL(Array(parts.joined(separator: String(separator)).utf8))
    }

    /// The parts. Throws `HubError.invalid` for a text that `make` did not write.
    package static func parse(_ text: String, parts count: Int) throws -> [String] {
        let parts = Base64.decodeURL(text).map { bytes in
            String(decoding: bytes, as: UTF8.self)
                .split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        }
        guard text.utf8.count <= 2_048, let parts, parts.count == count else { throw refused }
        return parts
    }

    /// As `parse`, of one number.
    package static func parseInteger(_ text: String) throws -> Int64 {
        guard let number = Int64(try parse(text, parts: 1)[0]) else { throw refused }
        return number
    }

    static var refused: HubError {
        HubError(
            .invalid, "The cursor is not one of this list",
            advice: "Hand back \"next\" of the page before, with the same filters, or leave it out to begin.")
    }
}
