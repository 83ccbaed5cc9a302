import Attendance

/// Exact search in one gallery: the cosine similarity of a query with the template of every person (or every selected
/// person), where that is wanted without what the gallery's people have in common (`GalleryCentre`). Templates are read
/// in a compressed form first, and themselves only where that leaves open whether they are good enough: the answer is
/// that of all of them in full precision. Several threads search a large gallery, with the same answer. A query by one
/// thread allocates nothing: its results go to a buffer that the caller uses again.
package struct Matcher: Sendable {
    package let gallery: Gallery
    private let templates: Templates
    private let compressed: CompressedMatrix
    private let threads: Int
    private let templatesPerThread: Int

    /// Blocks that a batch goes through at once: at dimension 128 they fill half of a cache of 32 KiB.
    private static let blocksAtOnce = 8
    /// Where less than one template in so many is searched, these are read themselves.
    private static let sparse = 4
    /// Templates for which another thread is worth waking: with two threads, 50,000 took as long as with one.
    package static let templatesPerThread = 50_000
    /// Templates that a thread goes through before it takes more, a multiple of the rows of a block.
    private static let templatesAtOnce = 16_384

    /// - Parameters:
    ///   - kernel: one that this processor has.
    ///   - threads: most threads for one search, each for at least `templatesPerThread`.
    ///   - isCentred: whether what all people have in common is subtracted.
    package init(
        gallery: Gallery, kernel: CompressedMatrix.Kernel = .best, threads: Int = Parallel.cores,
        templatesPerThread: Int = Self.templatesPerThread, isCentred: Bool = false
    ) {
        self.gallery = gallery
        self.threads = threads
        self.templatesPerThread = templatesPerThread
        templates = Templates(of: gallery, isCentred: isCentred)
        compressed = CompressedMatrix(templates.matrix, centre: templates.centre, kernel: kernel)
    }

    /// Threads that search so many templates.
    package func threads(for templates: Int) -> Int {
        max(1, min(threads, templates / templatesPerThread))
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
        return matches(in: best)
    }

    /// What a search by this matcher found, with identifiers, best first.
    package func matches(in best: TopPersons) -> [Match] {
        best.entries.map { entry in
            Match(
                personID: gallery.personIDs[Int(templates.people[Int(entry.template)])], similarity: entry.similarity)
        }
    }

    /// How similar the templates of two people are; nil where one is not in the gallery.
    package func similarity(of first: PersonID, to second: PersonID) -> Float? {
        guard let first = gallery.personIndex(of: first), let second = gallery.personIndex(of: second) else {
            return nil
        }
        return templates.similarity(of: templates.places[first], to: templates.places[second])
    }

    private func search(
        _ queries: [Float], among selection: PersonSelection?, into best: UnsafeMutableBufferPointer<TopPersons>
    ) {
        precondition(selection.map { $0.root == gallery.root } ?? true, "the selection is of another gallery")
        let dimension = gallery.header.dimension
        precondition(queries.count == best.count * dimension, "the queries' dimension is not the gallery's")
        for index in best.indices { best[index].removeAll() }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: queries.count) { centred in
            guard let target = centred.baseAddress else { return }
            queries.withUnsafeBufferPointer { queries in
                for start in stride(from: 0, to: queries.count, by: dimension) {
                    templates.centre.write(queries.baseAddress! + start, into: target + start)
                }
            }
            let values = UnsafePointer(target)
            if let selection, selection.templates.count < templates.people.count / Self.sparse {
                divide(selection.templates.count, into: best) { range, best in
                    for index in best.indices {
                        for template in selection.templates[range] {
                            offer(template, values + index * dimension, to: &best[index])
                        }
                    }
                }
            } else {
                searchCompressed(values, among: selection, into: best)
            }
        }
    }

    /// Has `body` search the ranges of `count` templates, by several threads where these are many. Each thread has
    /// results of its own, which are put together at the end.
    private func divide(
        _ count: Int, into best: UnsafeMutableBufferPointer<TopPersons>,
        _ body: (Range<Int>, UnsafeMutableBufferPointer<TopPersons>) -> Void
    ) {
        let threads = threads(for: count)
        guard threads > 1 else { return body(0..<count, best) }
        var found = (0..<threads).flatMap { _ in best.map { TopPersons(capacity: $0.capacity) } }
        found.withUnsafeMutableBufferPointer { found in
            Parallel.divide(count, by: Self.templatesAtOnce, threads: threads) { worker, range in
                let own = worker * best.count..<(worker + 1) * best.count
                body(range, UnsafeMutableBufferPointer(rebasing: found[own]))
            }
        }
        for (index, part) in found.enumerated() {
            for entry in part.entries { best[index % best.count].offer(entry) }
        }
    }

    private func searchCompressed(
        _ values: UnsafePointer<Float>, among selection: PersonSelection?,
        into best: UnsafeMutableBufferPointer<TopPersons>
    ) {
        let (dimension, count) = (gallery.header.dimension, best.count)
        withUnsafeTemporaryAllocation(of: Int8.self, capacity: count * compressed.bytesPerQuery) { codes in
            withUnsafeTemporaryAllocation(of: CompressedMatrix.Query?.self, capacity: count) { queries in
                for index in 0..<count {
                    queries.initializeElement(at: index, to: compressed.query(
                        values + index * dimension, codes: codes.baseAddress! + index * compressed.bytesPerQuery))
                }
                divide(templates.people.count, into: best) { range, best in
                    let blocks = CompressedMatrix.blocks(of: range)
                    let step = count == 1 ? max(1, blocks.count) : Self.blocksAtOnce
                    for start in stride(from: blocks.lowerBound, to: blocks.upperBound, by: step) {
                        let some = start..<min(blocks.upperBound, start + step)
                        for (index, query) in queries.enumerated() {
                            guard let query else { continue }
                            scan(values + index * dimension, query, some, among: selection, into: &best[index])
                        }
                    }
                }
            }
        }
    }

    /// Offers to `best` the templates of `blocks` that may be good enough.
    private func scan(
        _ values: UnsafePointer<Float>, _ query: CompressedMatrix.Query, _ blocks: Range<Int>,
        among selection: PersonSelection?, into best: inout TopPersons
    ) {
        var rest = blocks
        while let found = compressed.next(in: rest, above: best.threshold, of: query) {
            rest = found.block + 1..<blocks.upperBound
            var places = found.rows
            while places != 0 {
                let template = found.block * CompressedMatrix.rowsPerBlock + places.trailingZeroBitCount
                places &= places - 1
                guard template < templates.people.count, selection?.isChosen[template] ?? true else { continue }
                offer(Int32(template), values, to: &best)
            }
        }
    }

    @inline(__always)
    private func offer(_ template: Int32, _ query: UnsafePointer<Float>, to best: inout TopPersons) {
        let dimension = gallery.header.dimension
        let similarity = templates.matrix.withValues { values in
            templates.centre.values.withUnsafeBufferPointer { centre in
                centredProduct(query, values + Int(template) * dimension, centre.baseAddress!, count: dimension)
            }
        }
        if similarity > best.threshold {
            best.offer(TopPersons.Entry(template: template, similarity: similarity))
        }
    }
}
