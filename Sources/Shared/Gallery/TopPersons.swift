/// The best people found so far; made once and used for many queries, so that a query allocates nothing. The order in
/// which they are offered makes no difference: of equal similarities the lower template wins.
package struct TopPersons: Sendable {
    struct Entry {
        let template: Int32
        let similarity: Float

        func isBefore(_ other: Entry) -> Bool {
            similarity != other.similarity ? similarity > other.similarity : template < other.template
        }
    }

    /// Most people that one query can ask for.
    package static let maximumCapacity = 64

    package let capacity: Int
    /// Best first.
    private(set) var entries: [Entry] = []

    /// - Parameter capacity: how many people to find, 1…`maximumCapacity`.
    package init(capacity: Int) {
        precondition((1...Self.maximumCapacity).contains(capacity), "1 to \(Self.maximumCapacity) people")
        self.capacity = capacity
        entries.reserveCapacity(capacity)
    }

    package var count: Int { entries.count }

    /// A template above all that were offered matters only if its similarity is above this.
    var threshold: Float {
        entries.count < capacity ? -.infinity : entries[capacity - 1].similarity
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Takes into account a template that was not offered before.
    mutating func offer(_ entry: Entry) {
        if entries.count < capacity {
            entries.append(entry)
        } else if !entry.isBefore(entries[capacity - 1]) {
            return
        }
        var place = entries.count - 1
        while place > 0, entry.isBefore(entries[place - 1]) {
            entries[place] = entries[place - 1]
            place -= 1
        }
        entries[place] = entry
    }
}
