/// How much one archive may cost. What its headers say is not believed: bytes are counted as they come out.
package struct ZIPLimits: Hashable, Sendable {
    /// An archive with more entries is refused.
    package var maximumEntries = 50_000
    /// Of an entry, in bytes as they come out; a larger one is refused.
    package var maximumEntryBytes = 32 << 20
    /// Of all entries that are read, in bytes as they come out; what lies beyond is refused.
    package var maximumTotalBytes = 16 << 30

    package init() {}
}
