import Attendance

/// The best people found so far; made once and used for many queries, so that a query allocates nothing. Among equal
/// similarities whoever was offered first wins.
package struct TopPersons: Sendable {
    struct Entry {
        /// A person index.
        var person: Int32
        var similarity: Float
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

    /// A person matters only if their similarity is above this.
    var threshold: Float {
        entries.count < capacity ? -.infinity : entries[capacity - 1].similarity
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Takes into account a person who was not offered before. `similarity` must be above `threshold`.
    mutating func offer(person: Int32, similarity: Float) {
        let entry = Entry(person: person, similarity: similarity)
        if entries.count < capacity { entries.append(entry) }
        var place = entries.count - 1
        while place > 0, similarity > entries[place - 1].similarity {
            entries[place] = entries[place - 1]
            place -= 1
        }
        entries[place] = entry
    }

    /// The result with identifiers, best first.
    package func matches(in gallery: Gallery) -> [Match] {
        entries.map { Match(personID: gallery.personIDs[Int($0.person)], similarity: $0.similarity) }
    }
}
