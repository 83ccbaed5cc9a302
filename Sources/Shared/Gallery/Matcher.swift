import Attendance

/// Exact search in one gallery: the cosine similarity of a query with every row (or every selected row), and
/// of each person the best. A query allocates nothing: its results go to a buffer that the caller uses again.
package struct Matcher: Sendable {
    package let gallery: Gallery

    /// Rows that a batch goes through at once: at dimension 512 they fit twice into a cache of 256 KiB.
    private static let blockRows = 64

    package init(gallery: Gallery) {
        self.gallery = gallery
    }

    /// Finds the people most similar to `query`.
    /// - Parameters:
    ///   - query: a unit vector with the gallery's dimension, of the gallery's model.
    ///   - selection: which rows of this gallery are searched; nil means all.
    ///   - best: emptied first, then filled.
    package func match(_ query: [Float], among selection: RowSelection? = nil, into best: inout TopPersons) {
        check(selection)
        precondition(query.count == gallery.header.dimension, "the query's dimension is not the gallery's")
        best.removeAll()
        query.withUnsafeBufferPointer { values in
            withRows(of: selection) { rows, count in
                scan(values.baseAddress!, rows, 0..<count, into: &best)
            }
        }
    }

    /// Finds the people most similar to each of several queries, going through the memory once.
    /// - Parameters:
    ///   - queries: the queries one after the other, as many as `best` has elements.
    package func matchBatch(
        _ queries: [Float], among selection: RowSelection? = nil, into best: inout [TopPersons]
    ) {
        check(selection)
        let dimension = gallery.header.dimension
        precondition(queries.count == best.count * dimension, "the queries' dimension is not the gallery's")
        for index in best.indices { best[index].removeAll() }
        queries.withUnsafeBufferPointer { values in
            withRows(of: selection) { rows, count in
                for start in stride(from: 0, to: count, by: Self.blockRows) {
                    let block = start..<min(count, start + Self.blockRows)
                    for index in best.indices {
                        scan(values.baseAddress! + index * dimension, rows, block, into: &best[index])
                    }
                }
            }
        }
    }

    /// The `count` people most similar to `query`, best first. For single questions: it allocates.
    package func matches(
        _ query: Embedding, count: Int = 5, among selection: RowSelection? = nil
    ) -> [Match] {
        var best = TopPersons(capacity: count)
        match(query.values, among: selection, into: &best)
        return best.matches(in: gallery)
    }

    private func check(_ selection: RowSelection?) {
        precondition(selection.map { $0.root == gallery.root } ?? true, "the selection is of another gallery")
    }

    /// The row numbers to search, or nil where they are 0, 1, 2…
    private func withRows(of selection: RowSelection?, _ body: (UnsafePointer<Int32>?, Int) -> Void) {
        guard let selection else { return body(nil, gallery.count) }
        selection.rows.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
    }

    /// Offers the rows at `positions` to `best`. The threshold keeps all but a few rows away from the list.
    private func scan(
        _ query: UnsafePointer<Float>, _ rows: UnsafePointer<Int32>?, _ positions: Range<Int>,
        into best: inout TopPersons
    ) {
        gallery.matrix.withValues { matrix in
            let dimension = gallery.header.dimension
            for position in positions {
                let row = rows.map { Int($0[position]) } ?? position
                let similarity = dotProduct(query, matrix + row * dimension, count: dimension)
                if similarity > best.threshold {
                    best.offer(person: gallery.personIndices[row], row: Int32(row), similarity: similarity)
                }
            }
        }
    }
}
