import Attendance
import Crypto

/// By this a node that joins again shows that it is the one it says: signed with the key that the hub knows, and with
/// the one it wants to be known by from now on.
package struct RejoinProof: Sendable, Hashable, Codable {
    package let node: NodeID
    /// With the old key; URL-safe base64, like `new`.
    let old: String
    let new: String

    package init(node: NodeID, token: Token, newKey: SigningKey, oldKey: SigningKey) {
        self.node = node
        let text = Self.text(node, token, newKey.verifyingKey)
        old = Base64.encodeURL(oldKey.signature(of: text))
        new = Base64.encodeURL(newKey.signature(of: text))
    }

    /// `known`: the key that the hub has of the node. It may be the new one already, where the answer to an earlier
    /// attempt was lost.
    package func isValid(token: Token, newKey: VerifyingKey, known: VerifyingKey) -> Bool {
        let text = Self.text(node, token, newKey)
        guard let old = Base64.decodeURL(old), let new = Base64.decodeURL(new), newKey.isValid(new, of: text) else {
            return false
        }
        return known == newKey || known.isValid(old, of: text)
    }

    private static func text(_ node: NodeID, _ token: Token, _ newKey: VerifyingKey) -> [UInt8] {
        Array("rollcall join again 2\n\(node)\n\(Hex.encode(token.digest))\n\(newKey)\n".utf8)
    }
}
