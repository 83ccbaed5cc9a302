import Attendance

/// Exact search in one gallery: the cosine similarity of a query with the template of every person (or every selected
/// person). Templates are read in a compressed form first, and themselves only where that leaves open whether they are
/// good enough: the answer is that of all of them in full precision. A query allocates nothing: its results go to a
/// buffer that the caller uses again.
package struct Matcher: Sendable {
    package let gallery: Gallery
    private let templates: Templates
    private let compressed: CompressedMatrix

    /// Blocks that a batch goes through at once: at dimension 128 they fill half of a cache of 32 KiB.
    private static let blocksAtOnce = 8
    /// Where less than one template in so many is searched, these are read themselves.
    private static let sparse = 4

    package init(gallery: Gallery) {
        self.init(gallery: gallery, kernel: .best)
    }

    /// `kernel`: one that this processor has.
    package init(gallery: Gallery, kernel: CompressedMatrix.Kernel) {
        self.gallery = gallery
        templates = Templates(of: gallery)
        compressed = CompressedMatrix(templates.matrix, kernel: kernel)
    }

    /// These people alone; identifiers that are not in the gallery are ignored.
    package func selection(of people: Set<PersonID>) -> PersonSelection {
        let isChosen = gallery.personIDs.map(people.contains)
        return PersonSelection(templates.people.map { isChosen[Int($0)] }, root: gallery.root)
    }

    /// Finds the people most similar to `query`.
    /// - Parameters:
    ///   - query: a unit vector with the gallery's dimension, of the gallery's model.
    ///   - selection: which people of this gallery are searched; nil means all.
    ///   - best: emptied first, then filled.
    package func match(_ query: [Float], among selection: PersonSelection? = nil, into best: inout TopPersons) {
        withUnsafeMutablePointer(to: &best) {
            search(query, among: selection, into: UnsafeMutableBufferPointer(start: $0, count: 1))
        }
    }

    /// Finds the people most similar to each of several queries, going through the memory once.
    /// - Parameters:
    ///   - queries: the queries one after the other, as many as `best` has elements.
    package func matchBatch(
        _ queries: [Float], among selection: PersonSelection? = nil, into best: inout [TopPersons]
    ) {
        best.withUnsafeMutableBufferPointer { search(queries, among: selection, into: $0) }
    }

    /// The `count` people most similar to `query`, best first. For single questions: it allocates.
    package func matches(
        _ query: Embedding, count: Int = 5, among selection: PersonSelection? = nil
    ) -> [Match] {
        var best = TopPersons(capacity: count)
        match(query.values, among: selection, into: &best)
        return best.matches(in: gallery)
    }

    /// How similar the templates of two people are; nil where one is not in the gallery.
    package func similarity(of first: PersonID, to second: PersonID) -> Float? {
        guard let first = gallery.personIndex(of: first), let second = gallery.personIndex(of: second) else {
            return nil
        }
        let dimension = gallery.header.dimension
        return templates.matrix.withValues {
            dotProduct(
                $0 + templates.places[first] * dimension, $0 + templates.places[second] * dimension, count: dimension)
        }
    }

    private func search(
        _ queries: [Float], among selection: PersonSelection?, into best: UnsafeMutableBufferPointer<TopPersons>
    ) {
        precondition(selection.map { $0.root == gallery.root } ?? true, "the selection is of another gallery")
        let dimension = gallery.header.dimension
        precondition(queries.count == best.count * dimension, "the queries' dimension is not the gallery's")
        for index in best.indices { best[index].removeAll() }
        queries.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            if let selection, selection.templates.count < templates.people.count / Self.sparse {
                for index in best.indices {
                    scan(values + index * dimension, selection.templates, into: &best[index])
                }
            } else {
                searchCompressed(values, among: selection, into: best)
            }
        }
    }

    private func searchCompressed(
        _ values: UnsafePointer<Float>, among selection: PersonSelection?,
        into best: UnsafeMutableBufferPointer<TopPersons>
    ) {
        let (dimension, count) = (gallery.header.dimension, best.count)
        let stride = count == 1 ? max(1, compressed.blocks) : Self.blocksAtOnce
        withUnsafeTemporaryAllocation(of: Int8.self, capacity: count * compressed.bytesPerQuery) { codes in
            withUnsafeTemporaryAllocation(of: CompressedMatrix.Query?.self, capacity: count) { queries in
                for index in 0..<count {
                    queries.initializeElement(at: index, to: compressed.query(
                        values + index * dimension, codes: codes.baseAddress! + index * compressed.bytesPerQuery))
                }
                for start in Swift.stride(from: 0, to: compressed.blocks, by: stride) {
                    let blocks = start..<min(compressed.blocks, start + stride)
                    for index in 0..<count {
                        guard queries[index] != nil else { continue }
                        scan(
                            values + index * dimension, &queries[index]!, blocks, among: selection, into: &best[index])
                    }
                }
            }
        }
    }

    /// Offers to `best` the templates of `blocks` that may be good enough.
    private func scan(
        _ values: UnsafePointer<Float>, _ query: inout CompressedMatrix.Query, _ blocks: Range<Int>,
        among selection: PersonSelection?, into best: inout TopPersons
    ) {
        var rest = blocks
        while let found = compressed.next(in: rest, above: best.threshold, of: &query) {
            rest = found.block + 1..<blocks.upperBound
            var places = found.rows
            while places != 0 {
                let template = found.block * CompressedMatrix.rowsPerBlock + places.trailingZeroBitCount
                places &= places - 1
                guard template < templates.people.count, selection?.isChosen[template] ?? true else { continue }
                offer(template, values, to: &best)
            }
        }
    }

    private func scan(_ values: UnsafePointer<Float>, _ chosen: [Int32], into best: inout TopPersons) {
        for template in chosen { offer(Int(template), values, to: &best) }
    }

    @inline(__always)
    private func offer(_ template: Int, _ query: UnsafePointer<Float>, to best: inout TopPersons) {
        let dimension = gallery.header.dimension
        let similarity = templates.matrix.withValues {
            dotProduct(query, $0 + template * dimension, count: dimension)
        }
        if similarity > best.threshold {
            best.offer(person: templates.people[template], similarity: similarity)
        }
    }
}
