import Attendance
import Gallery
import TestSupport
import Testing

struct MatcherTests {
    /// The same question answered slowly: in double precision, sorting everything.
    private static func reference(
        _ gallery: Gallery, _ query: [Float], count: Int, among people: Set<PersonID>? = nil, isCentred: Bool = false
    ) -> [Match] {
        var templates: [PersonID: (row: Int, sum: [Double])] = [:]
        for index in 0..<gallery.count {
            let row = gallery.row(at: index)
            let known = templates[row.personID]
            let sum = known?.sum ?? [Double](repeating: 0, count: query.count)
            templates[row.personID] = (known?.row ?? index, zip(sum, row.embedding.values).map { $0 + Double($1) })
        }
        let unit = templates.mapValues { template in
            let length = length(template.sum)
            return length < 1e-3
                ? gallery.row(at: template.row).embedding.values.map(Double.init) : template.sum.map { $0 / length }
        }
        var centre = [Double](repeating: 0, count: query.count)
        if isCentred {
            for template in unit.values { centre = zip(centre, template).map(+) }
            centre = centre.map { $0 / (Double(unit.count) + 20) }
        }
        let left = zip(query, centre).map { Double($0) - $1 }
        let found = templates.compactMap { person, template -> (person: PersonID, row: Int, similarity: Double)? in
            guard people?.contains(person) ?? true, let unit = unit[person] else { return nil }
            let right = zip(unit, centre).map(-)
            let similarity = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } / (length(left) * length(right))
            return (person, template.row, similarity)
        }
        return found.sorted { ($1.similarity, $0.row) < ($0.similarity, $1.row) }.prefix(count).map {
            Match(personID: $0.person, similarity: Float($0.similarity))
        }
    }

    private static func length(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private static func expectEqual(_ found: [Match], _ expected: [Match], _ comment: Comment) {
        #expect(found.map(\.personID) == expected.map(\.personID), comment)
        for (one, other) in zip(found, expected) {
            #expect(abs(one.similarity - other.similarity) < 2e-6, comment)
        }
    }

    @Test("Agrees with the slow answer", arguments: [
        0, 1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 127, 1_000,
    ], [1, 3, 7, 8, 9, 16, 100, 128, 129, 512])
    func agrees(rows: Int, dimension: Int) throws {
        for isCentred in [false, true] { try Self.agrees(rows: rows, dimension: dimension, isCentred: isCentred) }
    }

    private static func agrees(rows: Int, dimension: Int, isCentred: Bool) throws {
        let gallery = try TestGallery.make(
            rows: rows, people: max(1, rows / 3), dimension: dimension, seed: UInt64(rows * 1_000 + dimension))
        var maker = TestGallery(seed: 99)
        let matcher = Matcher(gallery: gallery, isCentred: isCentred)
        var chosen = Set<PersonID>()
        for person in gallery.personIDs where Bool.random(using: &maker.random) { chosen.insert(person) }
        let selection = matcher.selection(of: chosen)
        let queries = (0..<5).map { _ in maker.embedding(dimension) }
        for (index, query) in queries.enumerated() where dimension > 1 || index < 1 {
            let comment: Comment = "query \(index), centred: \(isCentred)"
            expectEqual(
                matcher.matches(query), reference(gallery, query.values, count: 5, isCentred: isCentred), comment)
            expectEqual(
                matcher.matches(query, count: 64), reference(gallery, query.values, count: 64, isCentred: isCentred),
                comment)
            expectEqual(
                matcher.matches(query, count: 3, among: selection),
                reference(gallery, query.values, count: 3, among: chosen, isCentred: isCentred), comment)
            expectEqual(
                matcher.matches(query, count: 3, among: selection.inverted()),
                reference(
                    gallery, query.values, count: 3, among: Set(gallery.personIDs).subtracting(chosen),
                    isCentred: isCentred), comment)
        }
    }

    @Test("A batch gives each query what it gets alone, bit for bit", arguments: [0, 1, 5, 130, 1_000], [1, 16])
    func batch(rows: Int, queries: Int) throws {
        let gallery = try TestGallery.make(rows: rows, people: max(1, rows / 4), dimension: 100)
        let matcher = Matcher(gallery: gallery)
        var maker = TestGallery(seed: 5)
        let embeddings = (0..<queries).map { _ in maker.embedding(100) }
        var best = [TopPersons](repeating: TopPersons(capacity: 4), count: queries)
        let selection = matcher.selection(of: Set(gallery.personIDs.prefix(20)))
        for selected in [nil, selection, selection.inverted()] {
            matcher.matchBatch(embeddings.flatMap(\.values), among: selected, into: &best)
            for (embedding, found) in zip(embeddings, best) {
                let alone = matcher.matches(embedding, count: 4, among: selected)
                #expect(matcher.matches(in: found) == alone)
            }
        }
    }

    @Test("Among equal similarities the person with the lowest sample wins, wherever it stands")
    func ties() throws {
        var maker = TestGallery(seed: 8)
        let same = maker.embedding(24)
        for count in 1...13 {
            let rows = (0..<count).map { _ in
                GalleryRow(sampleID: maker.identifier(), personID: maker.identifier(), embedding: same)
            }
            let gallery = try Gallery(header: TestGallery.header(dimension: 24), rows: rows)
            let found = Matcher(gallery: gallery).matches(same, count: 5)
            #expect(found.map(\.personID) == (0..<min(count, 5)).map(gallery.personID(ofRow:)))
            #expect(Set(found.map(\.similarity)).count == 1)
        }
    }

    @Test("A person with many samples takes one place; one foreign sample among them changes little")
    func onePlaceEach() throws {
        var maker = TestGallery(seed: 4)
        let (query, foreign) = (maker.embedding(64), maker.embedding(64))
        let crowd: PersonID = maker.identifier()
        var rows = maker.rows(40, people: 10, dimension: 64)
        for _ in 1...30 {
            let mixed = zip(query.values, maker.embedding(64).values).map { Double($0) + Double($1) }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            rows.append(GalleryRow(
                sampleID: maker.identifier(), personID: crowd,
                embedding: try Embedding(mixed.map { Float($0 / length) })))
        }
        rows.append(GalleryRow(sampleID: maker.identifier(), personID: crowd, embedding: foreign))
        let gallery = try Gallery(header: TestGallery.header(dimension: 64), rows: rows)
        let matcher = Matcher(gallery: gallery)
        let found = matcher.matches(query, count: 11)
        #expect(found.count == 11 && Set(found.map(\.personID)).count == 11)
        #expect(found[0].personID == crowd && found[0].similarity > 0.9)
        Self.expectEqual(found, Self.reference(gallery, query.values, count: 11), "all people")
        let intruder = try #require(matcher.matches(foreign, count: 11).first { $0.personID == crowd })
        #expect(intruder.similarity < 0.5)
    }

    @Test("Samples that point in opposite directions leave the first of them")
    func opposed() throws {
        var maker = TestGallery(seed: 6)
        let (one, person) = (maker.embedding(16), maker.identifier() as PersonID)
        let opposite = try Embedding(one.values.map { -$0 })
        let gallery = try Gallery(
            header: TestGallery.header(dimension: 16),
            rows: [one, opposite].map {
                GalleryRow(sampleID: maker.identifier(), personID: person, embedding: $0)
            })
        let found = Matcher(gallery: gallery).matches(gallery.row(at: 0).embedding)
        #expect(found.map(\.personID) == [person] && abs(found[0].similarity - 1) < 1e-6)
    }

    @Test("Nobody selected: nobody found")
    func nobody() throws {
        let gallery = try TestGallery.make()
        let matcher = Matcher(gallery: gallery)
        let nobody = matcher.selection(of: [])
        var maker = TestGallery()
        #expect(nobody.isEmpty && !nobody.inverted().isEmpty)
        #expect(matcher.matches(maker.embedding(16), among: nobody).isEmpty)
    }

    @Test("Two people's templates are as similar as a search by the one for the other")
    func likeness() throws {
        let gallery = try TestGallery.make(rows: 12, people: 100)
        let matcher = Matcher(gallery: gallery)
        let people = gallery.personIDs
        for person in people {
            #expect(abs(try #require(matcher.similarity(of: person, to: person)) - 1) < 2e-6)
            let other = try #require(matcher.similarity(of: people[0], to: person))
            #expect(other == matcher.similarity(of: person, to: people[0]))
            let rows = [people[0], person].map { wanted in
                (0..<gallery.count).map(gallery.row(at:)).filter { $0.personID == wanted }.map(\.embedding.values)
            }
            guard rows.allSatisfy({ $0.count == 1 }) else { continue }
            #expect(abs(zip(rows[0][0], rows[1][0]).reduce(0) { $0 + $1.0 * $1.1 } - other) < 2e-6)
        }
        #expect(matcher.similarity(of: people[0], to: PersonID(bytes: Array(repeating: 255, count: 16))) == nil)
    }

    @Test("Two people's likeness is that of a search, too, without what all have in common")
    func centredLikeness() throws {
        var maker = TestGallery(seed: 21)
        let common = maker.embedding(32).values
        let rows = try (0..<30).map { _ in
            let mixed = zip(common, maker.embedding(32).values).map { Double($0) + Double($1) }
            let length = Self.length(mixed)
            return GalleryRow(
                sampleID: maker.identifier(), personID: maker.identifier(),
                embedding: try Embedding(mixed.map { Float($0 / length) }))
        }
        let gallery = try Gallery(header: TestGallery.header(dimension: 32), rows: rows)
        let (plain, centred) = (Matcher(gallery: gallery), Matcher(gallery: gallery, isCentred: true))
        for row in rows.prefix(5) {
            let matches = centred.matches(row.embedding, count: 30)
            for match in matches {
                let likeness = try #require(centred.similarity(of: row.personID, to: match.personID))
                #expect(abs(likeness - match.similarity) < 2e-6)
            }
            // What all share made strangers alike.
            #expect(plain.matches(row.embedding, count: 2)[1].similarity > matches[1].similarity + 0.1)
        }
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
