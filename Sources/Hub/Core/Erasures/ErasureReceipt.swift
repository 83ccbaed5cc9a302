import Attendance
import Replication
import Trust

/// What a data-protection officer files about one erasure. It names nobody.
package struct ErasureReceipt: Hashable, Sendable, Codable {
    /// What became of it at one node.
    package struct NodeLine: Hashable, Sendable, Codable {
        package enum State: String, Sendable, Codable {
            /// Has not confirmed yet.
            case open
            /// Confirmed over its signature that nothing is left.
            case attested
            /// Sent away by an operator; what is left on it is for the operator to destroy.
            case revoked
            /// Not heard until its gallery lease ran out by the hub's clock: wherever it ran since, it forgot its key.
            case leaseEnded = "lease_ended"
            /// It never had a lease, and was not heard for so long that the site does not wait for it any more.
            case lapsed
        }

        package let id: NodeID
        package let name: String
        package let room: RoomID
        package let state: State
        package let attestedMilliseconds: Int64?
        package let galleryRoot: String?

        enum CodingKeys: String, CodingKey {
            case id, name, room, state
            case attestedMilliseconds = "attested_ms"
            case galleryRoot = "gallery_root"
        }
    }

    package let site: String
    package let erasure: ErasureView
    /// The person's code in the ledger: only the site's key makes it from their id.
    package let digest: Digest
    package let nodes: [NodeLine]
    /// Entries of the ledger, and the chain over them.
    package let ledgerEntries: Int
    package let ledgerHead: Digest
    package let issuedMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case site, erasure, digest, nodes
        case ledgerEntries = "ledger_entries"
        case ledgerHead = "ledger_head"
        case issuedMilliseconds = "issued_ms"
    }

    /// The word that the hub's signature over a receipt is for.
    package static let purpose = "erasure-receipt"
}

/// A receipt with the hub's signature over its JSON (sorted keys).
package struct SignedReceipt: Hashable, Sendable, Codable {
    package let receipt: ErasureReceipt
    package let signature: HubSignature

    init(_ receipt: ErasureReceipt, signer: HubSigner) throws {
        self.receipt = receipt
        signature = signer.sign(try WireCoding.encode(receipt), purpose: ErasureReceipt.purpose)
    }

    /// What a receipt's page or JSON says. Throws `HubError.invalid` for anything else.
    package init(printed bytes: [UInt8]) throws {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
        let read = ([bytes] + lines).lazy.compactMap { try? WireCoding.decode(SignedReceipt.self, from: $0) }.first
        guard let read else { throw HubError(.invalid, "The file holds no receipt") }
        self = read
    }

    package func isValid(_ authority: AuthorityLink) throws -> Bool {
        authority.isValid(signature, of: try WireCoding.encode(receipt), purpose: ErasureReceipt.purpose)
    }
}
