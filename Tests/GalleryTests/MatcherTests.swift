import Attendance
import Gallery
import TestSupport
import Testing

struct MatcherTests {
    /// The same question answered slowly: in double precision, sorting everything.
    private static func reference(
        _ gallery: Gallery, _ query: [Float], count: Int, among people: Set<PersonID>? = nil
    ) -> [Match] {
        var best: [PersonID: (row: Int, similarity: Double)] = [:]
        for index in 0..<gallery.count {
            let row = gallery.row(at: index)
            guard people?.contains(row.personID) ?? true else { continue }
            let similarity = zip(query, row.embedding.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            if best[row.personID].map({ similarity > $0.similarity }) ?? true {
                best[row.personID] = (index, similarity)
            }
        }
        let sorted = best.sorted { left, right in
            left.value.similarity != right.value.similarity
                ? left.value.similarity > right.value.similarity : left.value.row < right.value.row
        }
        return sorted.prefix(count).map { person, found in
            Match(personID: person, sampleID: gallery.sampleIDs[found.row], similarity: Float(found.similarity))
        }
    }

    private static func expectEqual(_ found: [Match], _ expected: [Match], _ comment: Comment) {
        #expect(found.map(\.personID) == expected.map(\.personID), comment)
        #expect(found.map(\.sampleID) == expected.map(\.sampleID), comment)
        for (one, other) in zip(found, expected) {
            #expect(abs(one.similarity - other.similarity) < 2e-6, comment)
        }
    }

    @Test("Agrees with the slow answer", arguments: [
        0, 1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 127, 1_000,
    ], [1, 3, 7, 8, 9, 16, 100, 128, 129, 512])
    func agrees(rows: Int, dimension: Int) throws {
        let gallery = try TestGallery.make(
            rows: rows, people: max(1, rows / 3), dimension: dimension, seed: UInt64(rows * 1_000 + dimension))
        var maker = TestGallery(seed: 99)
        let matcher = Matcher(gallery: gallery)
        var chosen = Set<PersonID>()
        for person in gallery.personIDs where Bool.random(using: &maker.random) { chosen.insert(person) }
        let selection = RowSelection(gallery: gallery, people: chosen)
        let queries = (0..<5).map { _ in maker.embedding(dimension) }
        for (index, query) in queries.enumerated() where dimension > 1 || index < 1 {
            let comment: Comment = "query \(index)"
            Self.expectEqual(
                matcher.matches(query), Self.reference(gallery, query.values, count: 5), comment)
            Self.expectEqual(
                matcher.matches(query, count: 64), Self.reference(gallery, query.values, count: 64), comment)
            Self.expectEqual(
                matcher.matches(query, count: 3, among: selection),
                Self.reference(gallery, query.values, count: 3, among: chosen), comment)
            Self.expectEqual(
                matcher.matches(query, count: 3, among: selection.inverted()),
                Self.reference(gallery, query.values, count: 3, among: Set(gallery.personIDs).subtracting(chosen)),
                comment)
        }
    }

    @Test("A batch gives each query what it gets alone, bit for bit", arguments: [0, 1, 5, 130, 1_000], [1, 16])
    func batch(rows: Int, queries: Int) throws {
        let gallery = try TestGallery.make(rows: rows, people: max(1, rows / 4), dimension: 100)
        let matcher = Matcher(gallery: gallery)
        var maker = TestGallery(seed: 5)
        let embeddings = (0..<queries).map { _ in maker.embedding(100) }
        var best = [TopPersons](repeating: TopPersons(capacity: 4), count: queries)
        let selection = RowSelection(gallery: gallery, people: Set(gallery.personIDs.prefix(20)))
        for selected in [nil, selection, selection.inverted()] {
            matcher.matchBatch(embeddings.flatMap(\.values), among: selected, into: &best)
            for (embedding, found) in zip(embeddings, best) {
                let alone = matcher.matches(embedding, count: 4, among: selected)
                #expect(found.matches(in: gallery) == alone)
            }
        }
    }

    @Test("Among equal similarities the sample with the lowest id wins, wherever it stands")
    func ties() throws {
        var maker = TestGallery(seed: 8)
        let same = maker.embedding(24)
        for count in 1...13 {
            let rows = (0..<count).map { _ in
                GalleryRow(sampleID: maker.identifier(), personID: maker.identifier(), embedding: same)
            }
            let gallery = try Gallery(header: TestGallery.header(dimension: 24), rows: rows)
            let found = Matcher(gallery: gallery).matches(same, count: 5)
            #expect(found.map(\.sampleID) == Array(gallery.sampleIDs.prefix(5)))
            #expect(Set(found.map(\.similarity)).count == 1)
        }
    }

    @Test("A person with many good samples takes one place, with the best of them")
    func onePlaceEach() throws {
        var maker = TestGallery(seed: 4)
        let query = maker.embedding(64)
        let crowd: PersonID = maker.identifier()
        var rows = maker.rows(40, people: 10, dimension: 64)
        for step in 1...30 {
            // Ever nearer to the query.
            let noise = maker.embedding(64).values
            let mixed = zip(query.values, noise).map { Double($0) + Double($1) / Double(step) }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            rows.append(GalleryRow(
                sampleID: maker.identifier(), personID: crowd,
                embedding: try Embedding(mixed.map { Float($0 / length) })))
        }
        let gallery = try Gallery(header: TestGallery.header(dimension: 64), rows: rows)
        let found = Matcher(gallery: gallery).matches(query, count: 11)
        #expect(found.count == 11 && Set(found.map(\.personID)).count == 11)
        #expect(found[0].personID == crowd)
        Self.expectEqual(found, Self.reference(gallery, query.values, count: 11), "all people")
    }

    @Test("Nobody selected: nobody found")
    func nobody() throws {
        let gallery = try TestGallery.make()
        let nobody = RowSelection(gallery: gallery, people: [])
        var maker = TestGallery()
        #expect(nobody.isEmpty && !nobody.inverted().isEmpty)
        #expect(Matcher(gallery: gallery).matches(maker.embedding(16), among: nobody).isEmpty)
    }

    @Test("A mapped gallery gives the same results as one in memory")
    func mapped() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let gallery = try TestGallery.make(rows: 500, people: 90, dimension: 128)
            let mapped = try GalleryStore(folder: folder, model: TestGallery.model).publish(gallery).gallery
            var maker = TestGallery(seed: 77)
            for _ in 0..<10 {
                let query = maker.embedding(128)
                #expect(Matcher(gallery: mapped).matches(query) == Matcher(gallery: gallery).matches(query))
            }
        }
    }
}
