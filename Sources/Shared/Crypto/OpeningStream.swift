import CSodium

/// Decrypts what a `SealingStream` made.
package struct OpeningStream {
    private var state = crypto_secretstream_xchacha20poly1305_state()

    /// Nil for a header that is none.
    package init?(key: [UInt8], header: [UInt8]) {
        guard key.count == SealedBytes.keyByteCount, header.count == SealingStream.headerByteCount else { return nil }
        Sodium.prepare()
        guard crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0 else { return nil }
    }

    /// The next chunk as it was before, and whether it is the last one. Nil where the key is another, or where the
    /// chunk is not the one that was made in this place.
    package mutating func open(_ sealed: [UInt8]) -> (plain: [UInt8], isLast: Bool)? {
        guard sealed.count >= SealingStream.overheadBytes else { return nil }
        // One byte more, so that an empty chunk has an address, too.
        var plain = [UInt8](repeating: 0, count: sealed.count - SealingStream.overheadBytes + 1)
        var tag: UInt8 = 0
        let result = crypto_secretstream_xchacha20poly1305_pull(
            &state, &plain, nil, &tag, sealed, UInt64(sealed.count), nil, 0)
        guard result == 0 else { return nil }
        plain.removeLast()
        return (plain, tag == crypto_secretstream_xchacha20poly1305_tag_final())
    }
}
