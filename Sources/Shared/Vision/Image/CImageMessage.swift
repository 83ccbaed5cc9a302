import CImage

extension cimage_message {
    /// The library's words, without the full stop that some end with.
    var string: String {
        // The array is read inside the closure only, and as far as its own size at most.
        let words = withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}
