/// Why a push brought no reply that counts.
package enum PushFailure: Error, Hashable, Sendable {
    /// No connection, a time-out, or a server error: worth trying again.
    case unreachable
    /// The hub asked for patience, milliseconds from now.
    case busy(retryAfter: Int64)
    /// The hub says the batch is too large.
    case tooLarge
    /// The hub refuses this node or its format; trying again soon is pointless, waiting loses nothing.
    case refused(String)

    /// Whether the hub answered and wants none of it.
    package var isRefusal: Bool {
        if case .refused = self { true } else { false }
    }
}
