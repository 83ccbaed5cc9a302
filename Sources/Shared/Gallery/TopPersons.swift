import Attendance

/// The best people found so far, each with its best row; made once and used for many queries, so that a query
/// allocates nothing.
///
/// Rows must be offered in ascending order. Then among equal similarities the lowest row wins, and one pass
/// over the rows is enough although a person has many: whoever falls off the list was beaten by others' best
/// rows, and comes back only with a better row of their own.
package struct TopPersons: Sendable {
    struct Entry {
        var person: Int32
        var row: Int32
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

    /// A row matters only if its similarity is above this.
    var threshold: Float {
        entries.count < capacity ? -.infinity : entries[capacity - 1].similarity
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    /// Takes a row into account. `similarity` must be above `threshold`.
    mutating func offer(person: Int32, row: Int32, similarity: Float) {
        var place: Int
        if let known = entries.firstIndex(where: { $0.person == person }) {
            guard similarity > entries[known].similarity else { return }
            place = known
        } else if entries.count < capacity {
            place = entries.count
            entries.append(Entry(person: person, row: row, similarity: similarity))
        } else {
            place = capacity - 1
        }
        while place > 0, similarity > entries[place - 1].similarity {
            entries[place] = entries[place - 1]
            place -= 1
        }
        entries[place] = Entry(person: person, row: row, similarity: similarity)
    }

    /// The result with identifiers, best first.
    package func matches(in gallery: Gallery) -> [Match] {
        entries.map { entry in
            Match(
                personID: gallery.personIDs[Int(entry.person)], sampleID: gallery.sampleIDs[Int(entry.row)],
                similarity: entry.similarity)
        }
    }
}
