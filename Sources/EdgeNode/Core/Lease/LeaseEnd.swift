/// Why a node's gallery lease is over.
package enum LeaseEnd: String, Sendable, Codable {
    /// The hub was not heard for as long as the lease lasts.
    case ranOut = "ran_out"
    /// The hub's operator has sent the node away.
    case revoked

    /// For people, with what to do about it.
    package var words: String {
        switch self {
        case .ranOut:
            "The gallery lease is over, since the hub was not heard for too long: nobody is recognised, and faces are "
                + "recorded as unknown. Bring the node back into the hub's network."
        case .revoked:
            "The hub's operator has revoked this node: it has forgotten its key, nobody is recognised, and faces are "
                + "recorded as unknown. Ask for approval, or for a new join code."
        }
    }
}
