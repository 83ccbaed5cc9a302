import Crypto
import Trust

/// What `rollcall-hub authority show` tells.
package struct AuthorityView: Sendable, Codable {
    package let generation: Int
    /// SHA-256 of the certificate (DER), as browsers show it.
    package let fingerprint: String

    package init(_ link: AuthorityLink) {
        generation = link.generation
        fingerprint = Hex.encode(link.fingerprint)
    }
}
