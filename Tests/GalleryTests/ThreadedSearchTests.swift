import Attendance
import Gallery
import Testing

/// Several threads must not change any answer.
struct ThreadedSearchTests {
    private static let dimension = 16
    private static let count = 7
    private static let threads = 10
    private static let templatesPerThread = 20_000

    /// So many that ten threads search them, two of them a fifth; every embedding is there twice.
    private static func gallery() throws -> Gallery {
        var maker = TestGallery(seed: 17)
        let count = threads / 2 * templatesPerThread
        let half = maker.rows(count, people: count, dimension: dimension)
        let twins = half.map {
            GalleryRow(sampleID: maker.identifier(), personID: maker.identifier(), embedding: $0.embedding)
        }
        return try Gallery(header: TestGallery.header(dimension: dimension), rows: half + twins)
    }

    /// What reading all rows themselves gives: small selections are searched without a first pass, by one thread.
    private static func plain(_ matcher: Matcher, _ query: Embedding) -> [Match] {
        let people = matcher.gallery.personIDs
        let parts = stride(from: 0, to: people.count, by: people.count / 5).map { start in
            matcher.selection(of: Set(people[start..<min(people.count, start + people.count / 5)]))
        }
        // Nobody has two samples, so the order of rows is that of the lowest samples.
        let rows = Dictionary(uniqueKeysWithValues: (0..<matcher.gallery.count).map {
            (matcher.gallery.personID(ofRow: $0), $0)
        })
        let found = parts.flatMap { matcher.matches(query, count: count, among: $0) }
        return Array(found.sorted {
            ($1.similarity, rows[$0.personID]!) < ($0.similarity, rows[$1.personID]!)
        }.prefix(count))
    }

    private static func every(_ step: Int, of matcher: Matcher) -> PersonSelection {
        let people = matcher.gallery.personIDs
        return matcher.selection(of: Set(stride(from: 0, to: people.count, by: step).map { people[$0] }))
    }

    @Test("Many threads give what one gives, and what the rows themselves give, ties included")
    func sameAnswer() throws {
        let gallery = try Self.gallery()
        let one = Matcher(gallery: gallery, threads: 1)
        var maker = TestGallery(seed: 18)
        var queries = (0..<13).map { _ in maker.embedding(Self.dimension) }
        // The query's own row and its twin are equally similar to it.
        queries += stride(from: 0, to: gallery.count, by: gallery.count / 3).map { gallery.row(at: $0).embedding }
        // The smaller one is searched without a first pass.
        let (large, small) = (Self.every(3, of: one).inverted(), Self.every(5, of: one))
        let expected = queries.map { query in
            [nil, large, small].map { one.matches(query, count: Self.count, among: $0) }
        }
        for (query, answers) in zip(queries, expected) { #expect(answers[0] == Self.plain(one, query)) }
        #expect(expected.contains { $0[0].first?.similarity == $0[0].dropFirst().first?.similarity })
        for threads in [2, 3, 10, 64] {
            let many = Matcher(gallery: gallery, threads: threads, templatesPerThread: Self.templatesPerThread)
            #expect(many.threads(for: gallery.count / 5) == 2)
            #expect(many.threads(for: gallery.count) == min(threads, Self.threads))
            for (index, selection) in [nil, large, small].enumerated() {
                var best = [TopPersons](repeating: TopPersons(capacity: Self.count), count: queries.count)
                many.matchBatch(queries.flatMap(\.values), among: selection, into: &best)
                for (place, query) in queries.enumerated() {
                    #expect(many.matches(query, count: Self.count, among: selection) == expected[place][index])
                    #expect(many.matches(in: best[place]) == expected[place][index])
                }
            }
        }
    }

    @Test("A small gallery stays on one thread")
    func small() throws {
        let matcher = Matcher(gallery: try TestGallery.make(), threads: 8)
        #expect(matcher.threads(for: 2 * Matcher.templatesPerThread - 1) == 1)
        #expect(matcher.threads(for: 2 * Matcher.templatesPerThread) == 2)
        #expect(matcher.threads(for: 0) == 1)
    }
}
