import Attendance
import EdgeNodeCore
import Gallery

/// Galleries of random unit vectors, each of another person; the same ones in every run.
enum RandomGallery {
    static func make(rows: Int, dimension: Int, model: ModelID) throws -> Gallery {
        var generator = SplitMix64(seed: 1)
        let header = GalleryHeader(model: model, dimension: dimension, generation: 1, createdMilliseconds: 0)
        let samples: [SampleID] = (0..<rows).map {
            .timeOrdered(milliseconds: Int64($0), random: (generator.next(), generator.next()))
        }
        let people: [PersonID] = (0..<rows).map { _ in
            .timeOrdered(milliseconds: 0, random: (generator.next(), generator.next()))
        }
        return try Gallery(header: header, samples: samples, people: people) { values in
            for row in 0..<rows {
                (values + row * dimension).update(from: vector(dimension, &generator), count: dimension)
            }
        }
    }

    static func vector(_ dimension: Int, _ generator: inout SplitMix64) -> [Float] {
        let values = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
        let length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }
}
