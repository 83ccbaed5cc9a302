/// Where an operation stands among all others, the same at every hub: no two stand at one place.
package struct Place: Hashable, Sendable {
    package let order: HLC
    package let site: SiteID
    package let hash: Digest
}

extension Place: Comparable {
    package static func < (left: Place, right: Place) -> Bool {
        (left.order, left.site, left.hash) < (right.order, right.site, right.hash)
    }
}

extension Digest: Comparable {
    package static func < (left: Digest, right: Digest) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
