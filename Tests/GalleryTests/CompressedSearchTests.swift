import Attendance
import Gallery
import Testing

/// The first pass over compressed rows must not change any answer, by whatever instructions it works.
struct CompressedSearchTests {
    /// Rows that are nearly alike: only full precision tells who is most similar.
    private static func crowd(_ rows: Int, dimension: Int, around centre: [Float], apart: Double, seed: UInt64)
        throws -> [GalleryRow]
    {
        var maker = TestGallery(seed: seed)
        return try (0..<rows).map { _ in
            let noise = maker.embedding(dimension).values
            let mixed = zip(centre, noise).map { Double($0) + apart * Double($1) }
            let length = mixed.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return GalleryRow(
                sampleID: maker.identifier(), personID: maker.identifier(),
                embedding: try Embedding(mixed.map { Float($0 / length) }))
        }
    }

    @Test("Every kernel gives what reading the rows themselves gives, bit for bit", arguments: [
        3, 4, 16, 100, 128, 130, 512,
    ], [1e-4, 1e-2, 1, 100])
    func sameAnswer(dimension: Int, apart: Double) throws {
        var maker = TestGallery(seed: UInt64(dimension))
        let centre = maker.embedding(dimension).values
        let rows = try Self.crowd(333, dimension: dimension, around: centre, apart: apart, seed: 5)
        let alone = try Gallery(header: TestGallery.header(dimension: dimension), rows: rows)
        // Among so many others the same rows are a small selection, which is read without a first pass.
        let others = try Self.crowd(1_400, dimension: dimension, around: centre, apart: apart, seed: 6)
        let all = try Gallery(header: TestGallery.header(dimension: dimension), rows: rows + others)
        let direct = Matcher(gallery: all)
        let chosen = direct.selection(of: Set(rows.map(\.personID)))
        let queries = try (0..<8).map { _ in maker.embedding(dimension) } + [Embedding(centre)]
            + rows.prefix(3).map(\.embedding)
        try #require(!CompressedMatrix.Kernel.available.isEmpty)
        for kernel in CompressedMatrix.Kernel.available {
            let matcher = Matcher(gallery: alone, kernel: kernel)
            for query in queries {
                for count in [1, 5, 64] {
                    #expect(
                        matcher.matches(query, count: count) == direct.matches(query, count: count, among: chosen),
                        "\(kernel)")
                }
            }
        }
    }

    @Test("So it is without what all have in common, which is nearly all that they are", arguments: [
        3, 16, 100, 128, 130, 512,
    ], [1e-4, 1e-2, 1, 100])
    func centredAnswer(dimension: Int, apart: Double) throws {
        var maker = TestGallery(seed: UInt64(dimension) + 1)
        let common = maker.embedding(dimension).values
        let rows = try Self.crowd(1_000, dimension: dimension, around: common, apart: apart, seed: 7)
        let gallery = try Gallery(header: TestGallery.header(dimension: dimension), rows: rows)
        let queries = try (0..<8).map { _ in maker.embedding(dimension) } + [Embedding(common)]
            + rows.prefix(3).map(\.embedding)
        let places = Dictionary(uniqueKeysWithValues: (0..<gallery.count).map { (gallery.personID(ofRow: $0), $0) })
        for kernel in CompressedMatrix.Kernel.available {
            let matcher = Matcher(gallery: gallery, kernel: kernel, isCentred: true)
            // Small selections are read without a first pass.
            let parts = (0..<5).map { part in
                matcher.selection(of: Set(stride(from: part, to: gallery.count, by: 5).map { gallery.personIDs[$0] }))
            }
            for query in queries {
                for count in [1, 5, 64] {
                    let read = parts.flatMap { matcher.matches(query, count: count, among: $0) }.sorted {
                        ($1.similarity, places[$0.personID]!) < ($0.similarity, places[$1.personID]!)
                    }
                    #expect(matcher.matches(query, count: count) == Array(read.prefix(count)), "\(kernel)")
                }
            }
        }
    }

    @Test("A large selection gets the answer of its rows alone", arguments: CompressedMatrix.Kernel.available)
    func largeSelection(kernel: CompressedMatrix.Kernel) throws {
        var maker = TestGallery(seed: 31)
        let rows = maker.rows(1_000, people: 200, dimension: 128)
        let gallery = try Gallery(header: TestGallery.header(dimension: 128), rows: rows)
        let people = Set(gallery.personIDs.prefix(120))
        let part = try Gallery(
            header: TestGallery.header(dimension: 128), rows: rows.filter { people.contains($0.personID) })
        let (whole, alone) = (Matcher(gallery: gallery, kernel: kernel), Matcher(gallery: part, kernel: kernel))
        let selection = whole.selection(of: people)
        for _ in 0..<20 {
            let query = maker.embedding(128)
            #expect(whole.matches(query, count: 10, among: selection) == alone.matches(query, count: 10))
        }
    }

    @Test("What is not a number is similar to nobody")
    func notANumber() throws {
        let matcher = Matcher(gallery: try TestGallery.make(rows: 40, dimension: 16))
        for value in [Float.nan, .infinity] {
            var best = TopPersons(capacity: 3)
            matcher.match([value] + [Float](repeating: 0.1, count: 15), into: &best)
            #expect(best.count == 0)
        }
    }
}
