import CSodium

/// Keys made of what people choose: argon2id (RFC 9106), by libsodium.
package enum PassphraseKey {
    /// What one guess costs.
    package struct Cost: Hashable, Sendable {
        /// Passes over the memory.
        package let passes: UInt32
        package let memoryKibibytes: UInt32

        package init(passes: UInt32, memoryKibibytes: UInt32) {
            self.passes = passes
            self.memoryKibibytes = memoryKibibytes
        }

        /// libsodium's "moderate": 3 passes over 256 MiB, under a second.
        package static let standard = Cost(passes: 3, memoryKibibytes: 256 << 10)
        /// What a file from elsewhere may ask for at most: 16 passes over 1 GiB.
        static let highest = Cost(passes: 16, memoryKibibytes: 1 << 20)
        /// libsodium's least: 1 pass over 8 KiB.
        static let lowest = Cost(passes: 1, memoryKibibytes: 8)
    }

    package static let saltByteCount = 16

    /// A key for `SealedBytes` or `SealingStream`. Nil for a cost or a salt out of bounds, or where there is no memory
    /// for it.
    package static func derive(_ passphrase: [UInt8], salt: [UInt8], cost: Cost = .standard) -> [UInt8]? {
        guard salt.count == saltByteCount,
            (Cost.lowest.passes...Cost.highest.passes).contains(cost.passes),
            (Cost.lowest.memoryKibibytes...Cost.highest.memoryKibibytes).contains(cost.memoryKibibytes)
        else { return nil }
        Sodium.prepare()
        let words = passphrase.map { CChar(bitPattern: $0) }
        var isMade = false
        let key = [UInt8](unsafeUninitializedCapacity: SealedBytes.keyByteCount) { buffer, count in
            isMade = crypto_pwhash(
                buffer.baseAddress!, UInt64(buffer.count), words, UInt64(words.count), salt, UInt64(cost.passes),
                Int(cost.memoryKibibytes) << 10, crypto_pwhash_alg_argon2id13()) == 0
            count = isMade ? SealedBytes.keyByteCount : 0
        }
        return isMade ? key : nil
    }
}
