/// Why an operation was put aside: what decides who may take it up again.
package enum QuarantineCause: String, Hashable, Sendable, Codable, CaseIterable {
    /// It breaks a rule of this release.
    case malformed
    /// It is of a kind, or needs something, that this release does not know: most likely the node is newer.
    case unknownKind = "unknown_kind"
    /// The node was revoked when it came: only an administrator's express word takes it up.
    case revoked
    /// Another event has its identifier.
    case collision

    /// Whether a release that knows more may judge it differently by itself.
    var dependsOnRelease: Bool { self == .malformed || self == .unknownKind }
}
