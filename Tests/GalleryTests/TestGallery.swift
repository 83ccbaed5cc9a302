import Attendance
import FoundationEssentials
import Gallery
import TestSupport

/// Random but repeatable galleries.
struct TestGallery {
    static let model = try! ModelID(String(repeating: "ab", count: 32))
    static let otherModel = try! ModelID(String(repeating: "cd", count: 32))

    var random: SplitMix64

    init(seed: UInt64 = 1) {
        random = SplitMix64(seed: seed)
    }

    mutating func embedding(_ dimension: Int) -> Embedding {
        let values = (0..<dimension).map { _ in Float.random(in: -1...1, using: &random) }
        let length = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return try! Embedding(values.map { Float(Double($0) / length) })
    }

    mutating func identifier<Subject>() -> Identifier<Subject> {
        Identifier(bytes: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    mutating func rows(_ count: Int, people: Int, dimension: Int) -> [GalleryRow] {
        let people: [PersonID] = (0..<people).map { _ in identifier() }
        return (0..<count).map { index in
            GalleryRow(
                sampleID: identifier(), personID: people[index % people.count], embedding: embedding(dimension))
        }
    }

    static func header(dimension: Int, generation: Int64 = 1, sections: [String] = []) throws -> GalleryHeader {
        GalleryHeader(
            model: model, dimension: dimension, generation: generation,
            sections: try sections.map { try SectionID($0) },
            createdMilliseconds: 1_700_000_000_123)
    }

    static func make(
        rows: Int = 20, people: Int = 7, dimension: Int = 16, generation: Int64 = 1, sections: [String] = [],
        seed: UInt64 = 1
    ) throws -> Gallery {
        var maker = TestGallery(seed: seed)
        return try Gallery(
            header: header(dimension: dimension, generation: generation, sections: sections),
            rows: maker.rows(rows, people: max(1, people), dimension: dimension))
    }
}

/// The code of the `GalleryError` that `body` throws; nil when it throws none.
func errorCode(_ body: () throws -> Void) -> GalleryError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? GalleryError)?.code
    }
}
