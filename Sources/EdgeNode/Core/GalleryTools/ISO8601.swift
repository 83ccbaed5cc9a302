import FoundationEssentials

/// Times for people's eyes.
package enum ISO8601 {
    /// UTC, to the second.
    package static func text(milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
    }
}
