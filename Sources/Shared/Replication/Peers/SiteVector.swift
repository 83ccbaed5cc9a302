import Attendance

/// How far a hub has the log of each origin: what it lacks is what lies above.
package struct SiteVector: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// Everything up to here is there.
        package let through: Int64
        /// Over the hashes up to here: two hubs with different ones have different operations at one place.
        package let sum: BucketSum

        package init(through: Int64, sum: BucketSum) {
            self.through = through
            self.sum = sum
        }
    }

    package let entries: [Origin: Entry]

    package init(_ entries: [Origin: Entry]) {
        self.entries = entries
    }

    package func through(_ origin: Origin) -> Int64 { entries[origin]?.through ?? 0 }
}
