import Attendance
import FoundationEssentials

#if _endian(big)
    #error("Gallery files hold little-endian numbers and are mapped as they are.")
#endif

/// All samples that may be matched against: an immutable generation, in memory or in a mapped file.
/// Rows are ascending by sample id.
package final class Gallery: Sendable {
    package let header: GalleryHeader
    /// The hash over the rows (see `GalleryRoot`) as 64 hexadecimal digits; the same rows give the same root.
    package let root: String
    /// The different people, ascending; a position in here is a *person index*.
    package let personIDs: [PersonID]
    package let sampleIDs: [SampleID]
    /// The person index of each row.
    let personIndices: [Int32]
    let matrix: EmbeddingMatrix

    /// A gallery in memory. Throws `badRow` for a doubled sample id or an embedding of another dimension, and
    /// `tooLarge` beyond `GalleryLimits`.
    package convenience init(header: GalleryHeader, rows: [GalleryRow]) throws {
        let subject = "gallery in memory"
        try header.check(subject: subject)
        try Self.checkCount(rows.count, subject)
        guard rows.allSatisfy({ $0.embedding.dimension == header.dimension }) else {
            throw GalleryError(.badRow, subject, "an embedding does not have dimension \(header.dimension)")
        }
        let keys = rows.map { IdentifierKey($0.sampleID.uuid) }
        let order = rows.indices.sorted { keys[$0] < keys[$1] }
        let matrix = EmbeddingMatrix(rows: rows.count, columns: header.dimension) { values in
            for (row, index) in order.enumerated() {
                (values + row * header.dimension).update(
                    from: rows[index].embedding.values, count: header.dimension)
            }
        }
        try self.init(
            header: header, samples: order.map { rows[$0].sampleID }, people: order.map { rows[$0].personID },
            matrix: matrix, statedRoot: nil, subject: subject)
    }

    /// A gallery of many rows in memory, whose `samples` ascend. `fill` writes their embeddings, row after row. Throws
    /// as `init(header:rows:)` does, and `badRow` for an embedding that is not of unit length.
    package convenience init(
        header: GalleryHeader, samples: [SampleID], people: [PersonID], fill: (UnsafeMutablePointer<Float>) -> Void
    ) throws {
        let subject = "gallery in memory"
        try header.check(subject: subject)
        try Self.checkCount(samples.count, subject)
        let matrix = EmbeddingMatrix(rows: samples.count, columns: header.dimension, fill: fill)
        guard matrix.allRows(Embedding.isUnitVector) else {
            throw GalleryError(.badRow, subject, "an embedding is not of unit length")
        }
        try self.init(
            header: header, samples: samples, people: people, matrix: matrix, statedRoot: nil, subject: subject)
    }

    /// `statedRoot`: what a file claims and the caller has decided to believe; nil computes it.
    init(
        header: GalleryHeader, samples: [SampleID], people: [PersonID], matrix: EmbeddingMatrix,
        statedRoot: String?,
        subject: String
    ) throws {
        precondition(
            samples.count == matrix.rows && people.count == matrix.rows, "one id of each kind per row")
        var previous: IdentifierKey?
        for sample in samples {
            let key = IdentifierKey(sample.uuid)
            if let previous, previous >= key {
                throw GalleryError(
                    .badRow, subject,
                    previous == key ? "sample \(sample) is there twice" : "the rows are not sorted")
            }
            previous = key
        }
        let order = people.enumerated().map { (key: IdentifierKey($1.uuid), row: $0) }.sorted { $0.key < $1.key }
        var distinct: [PersonID] = []
        var indices = [Int32](repeating: 0, count: people.count)
        for (place, entry) in order.enumerated() {
            if place == 0 || order[place - 1].key != entry.key { distinct.append(people[entry.row]) }
            indices[entry.row] = Int32(distinct.count - 1)
        }
        self.header = header
        self.matrix = matrix
        sampleIDs = samples
        personIDs = distinct
        personIndices = indices
        root = statedRoot ?? GalleryRoot.compute(samples: samples, people: people, matrix: matrix)
    }

    /// Number of rows.
    package var count: Int { sampleIDs.count }

    /// A copy of one row.
    package func row(at index: Int) -> GalleryRow {
        // Only embeddings that passed `Embedding.init` come into a gallery: from memory as such, from a file
        // checked when it was opened with `verify`, here or before.
        GalleryRow(
            sampleID: sampleIDs[index], personID: personID(ofRow: index),
            embedding: try! Embedding(matrix.withRow(index) { Array($0) }))
    }

    /// Copies of all rows, to make the next generation from.
    package func rows() -> [GalleryRow] {
        (0..<count).map(row(at:))
    }

    package func personID(ofRow index: Int) -> PersonID {
        personIDs[Int(personIndices[index])]
    }

    /// Where in `personIDs` a person is; nil for somebody who is not in the gallery.
    func personIndex(of person: PersonID) -> Int? {
        let key = IdentifierKey(person.uuid)
        var (low, high) = (0, personIDs.count)
        while low < high {
            let middle = (low + high) / 2
            if IdentifierKey(personIDs[middle].uuid) < key { low = middle + 1 } else { high = middle }
        }
        return low < personIDs.count && personIDs[low] == person ? low : nil
    }

    static func checkCount(_ count: Int, _ subject: String) throws {
        guard count <= GalleryLimits.maximumRows else {
            throw GalleryError(
                .tooLarge, subject, "has \(count) rows; at most \(GalleryLimits.maximumRows) are possible")
        }
    }
}
