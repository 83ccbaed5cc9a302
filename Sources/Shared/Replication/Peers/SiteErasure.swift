import Attendance

/// An erasure as hubs tell it one another: it names nobody.
package struct SiteErasure: Hashable, Sendable {
    package enum Scope: UInt8, Sendable {
        case person = 1
        /// Consent was withdrawn: the samples go, the person stays.
        case face = 2
    }

    package let id: ErasureID
    /// The person's mask (`PeerHashing`).
    package let person: Digest
    package let scope: Scope

    package init(id: ErasureID, person: Digest, scope: Scope) {
        self.id = id
        self.person = person
        self.scope = scope
    }

    package var bytes: [UInt8] { id.bytes + person.bytes + [scope.rawValue] }
}

extension SiteErasure: Comparable {
    package static func < (left: SiteErasure, right: SiteErasure) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
