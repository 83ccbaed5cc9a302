import Attendance

/// Every erasure so far. It only grows, and stands above everything else.
package struct ErasureSet: Hashable, Sendable {
    private var persons: [Digest: Set<ErasureID>] = [:]
    private var faces: [Digest: Set<ErasureID>] = [:]

    package init() {}

    /// False: it was there.
    package mutating func insert(_ erasure: SiteErasure) -> Bool {
        switch erasure.scope {
        case .person: persons[erasure.person, default: []].insert(erasure.id).inserted
        case .face: faces[erasure.person, default: []].insert(erasure.id).inserted
        }
    }

    package func isErased(_ person: Digest) -> Bool { persons[person] != nil }

    /// The withdrawals of consent of one person, sorted.
    package func withdrawals(of person: Digest) -> [ErasureID] { (faces[person] ?? []).sorted() }

    /// All of them, sorted.
    package var sorted: [SiteErasure] {
        let all = [(persons, SiteErasure.Scope.person), (faces, .face)].flatMap { entries, scope in
            entries.flatMap { person, ids in ids.map { SiteErasure(id: $0, person: person, scope: scope) } }
        }
        return all.sorted()
    }

    /// Equal sums mean equal sets.
    package func sum(_ hashing: PeerHashing) -> BucketSum {
        sorted.reduce(into: BucketSum()) { sum, erasure in
            sum.add(BucketSum.weight(ofDigest: hashing.sha256(erasure.bytes)))
        }
    }
}
