import CSodium

/// Encrypts a long text in chunks (XChaCha20-Poly1305, libsodium's secretstream): chunks that are changed, left out,
/// repeated or put into another order are noticed, and so is a missing end.
package struct SealingStream {
    /// Goes before the chunks; no secret.
    package let header: [UInt8]
    private var state = crypto_secretstream_xchacha20poly1305_state()

    /// How much longer a sealed chunk is than the plain one, in bytes.
    package static let overheadBytes = crypto_secretstream_xchacha20poly1305_abytes()
    package static let headerByteCount = crypto_secretstream_xchacha20poly1305_headerbytes()

    /// Traps for a key of a wrong length: those are made here, not received.
    package init(key: [UInt8]) {
        precondition(key.count == SealedBytes.keyByteCount, "a key of a wrong length")
        Sodium.prepare()
        var header = [UInt8](repeating: 0, count: Self.headerByteCount)
        crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)
        self.header = header
    }

    /// The next chunk. Nothing may follow the last one.
    package mutating func seal(_ plain: [UInt8], isLast: Bool) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.overheadBytes)
        let tag: UInt8 = isLast ? crypto_secretstream_xchacha20poly1305_tag_final() : 0
        crypto_secretstream_xchacha20poly1305_push(
            &state, &sealed, nil, plain, UInt64(plain.count), nil, 0, tag)
        return sealed
    }
}
