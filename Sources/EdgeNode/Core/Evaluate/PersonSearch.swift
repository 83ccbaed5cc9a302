import Attendance

/// The people of one trial and their rows, searched in full.
package struct PersonSearch: Sendable {
    package struct Result: Sendable, Equatable {
        package let person: Int
        package let similarity: Float
        /// How far the second-best person is behind; 2, the largest difference of cosines, when there is
        /// none.
        package let lead: Float
    }

    private var people: [(person: Int, rows: Range<Int>)] = []
    private var values: [Float] = []
    private let dimension: Int
    private let centre: GalleryCentre

    /// - Parameters:
    ///   - dimension: length of every embedding; those of a person without rows are never found.
    ///   - isCentred: whether what the people have in common is subtracted, as `Matcher` does.
    package init(people enrolled: [(person: Int, rows: [[Float]])], dimension: Int, isCentred: Bool = false) {
        self.dimension = dimension
        centre = isCentred
            ? GalleryCentre(of: enrolled.compactMap { MeanDirection.of($0.rows) }, dimension: dimension)
            : GalleryCentre(nothing: dimension)
        var count = 0
        for (person, rows) in enrolled where !rows.isEmpty {
            precondition(rows.allSatisfy { $0.count == dimension }, "all embeddings have one dimension")
            people.append((person, count..<count + rows.count))
            values += rows.flatMap(centre.centred)
            count += rows.count
        }
    }

    /// The most similar person of all looks; nil when nobody is enrolled, or there is no look.
    package func best(of looks: [[Float]]) -> Result? {
        looks.compactMap(best(for:)).max { $0.similarity < $1.similarity }
    }

    /// The most similar person; nil when nobody is enrolled.
    package func best(for query: [Float]) -> Result? {
        precondition(query.count == dimension, "all embeddings have one dimension")
        let query = centre.centred(query)
        var best: (person: Int, similarity: Float)?
        var second: Float?
        for (person, rows) in people {
            let similarity = rows.reduce(-Float.infinity) { max($0, dot(query, row: $1)) }
            if similarity > best?.similarity ?? -.infinity {
                second = best?.similarity
                best = (person, similarity)
            } else {
                second = max(second ?? -.infinity, similarity)
            }
        }
        return best.map { best in
            Result(
                person: best.person, similarity: best.similarity,
                lead: second.map { best.similarity - $0 } ?? 2)
        }
    }

    private func dot(_ query: [Float], row: Int) -> Float {
        let start = row * dimension
        // Eight sums side by side: the compiler may not reorder additions of one.
        var sums = SIMD8<Float>.zero
        var index = 0
        while index + 8 <= dimension {
            for lane in 0..<8 {
                sums[lane] += query[index + lane] * values[start + index + lane]
            }
            index += 8
        }
        var sum = sums.sum()
        while index < dimension {
            sum += query[index] * values[start + index]
            index += 1
        }
        return sum
    }
}
