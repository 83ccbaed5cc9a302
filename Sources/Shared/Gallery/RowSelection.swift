import Attendance

/// The part of one gallery that is searched, such as a section's own people. Made once, used for many
/// queries.
package struct RowSelection: Sendable {
    /// Ascending.
    let rows: [Int32]
    /// Which gallery the rows are of.
    let root: String
    private let all: Int

    /// All rows of `people`; identifiers that are not in the gallery are ignored.
    package init(gallery: Gallery, people: Set<PersonID>) {
        let chosen = gallery.personIDs.map(people.contains)
        rows = (0..<Int32(gallery.count)).filter { chosen[Int(gallery.personIndices[Int($0)])] }
        root = gallery.root
        all = gallery.count
    }

    private init(rows: [Int32], root: String, all: Int) {
        self.rows = rows
        self.root = root
        self.all = all
    }

    /// Everyone else.
    package func inverted() -> RowSelection {
        var rest: [Int32] = []
        rest.reserveCapacity(all - rows.count)
        var next = 0
        for row in 0..<Int32(all) {
            if next < rows.count, rows[next] == row { next += 1 } else { rest.append(row) }
        }
        return RowSelection(rows: rest, root: root, all: all)
    }

    package var isEmpty: Bool { rows.isEmpty }

    func contains(_ row: Int) -> Bool {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low] == row
    }
}
