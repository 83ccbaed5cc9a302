/// Which operations of one origin are here, in order.
package struct OriginLog: Hashable, Sendable {
    /// Usually one at each place; more where the origin was copied or set back.
    private var hashes: [Int64: [Digest]] = [:]
    /// Sums up to each place without a gap, from place 0.
    private var sums = [BucketSum()]

    package init() {}

    /// The highest place up to which nothing is missing.
    package var through: Int64 { Int64(sums.count - 1) }

    package var vectorEntry: SiteVector.Entry { SiteVector.Entry(through: through, sum: sums[sums.count - 1]) }

    /// Comes in any order; what lies beyond a gap counts once the gap is filled. Known ones change nothing.
    package mutating func add(_ hash: Digest, at sequence: Int64) {
        let known = hashes[sequence] ?? []
        guard sequence > 0, !known.contains(hash) else { return }
        hashes[sequence] = (known + [hash]).sorted()
        if sequence <= through {
            for place in Int(sequence)..<sums.count { sums[place].add(BucketSum.weight(ofDigest: hash.bytes)) }
        }
        while let next = hashes[through + 1] {
            var sum = sums[sums.count - 1]
            for hash in next { sum.add(BucketSum.weight(ofDigest: hash.bytes)) }
            sums.append(sum)
        }
    }

    package func hashes(at sequence: Int64) -> [Digest] { hashes[sequence] ?? [] }

    /// False where both have this part and not the same in it.
    package func agrees(with entry: SiteVector.Entry) -> Bool {
        guard (0...through).contains(entry.through) else { return true }
        return sums[Int(entry.through)] == entry.sum
    }
}
