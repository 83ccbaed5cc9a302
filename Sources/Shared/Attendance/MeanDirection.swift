/// Where vectors point together: what several faces of one person have in common.
package enum MeanDirection {
    /// Column by column; empty where there are no vectors. All have the length of the first.
    package static func sum(of vectors: some Sequence<[Float]>) -> [Float] {
        var sum: [Float] = []
        for vector in vectors {
            if sum.isEmpty { sum = [Float](repeating: 0, count: vector.count) }
            for (index, value) in vector.enumerated() { sum[index] += value }
        }
        return sum
    }

    /// Of length 1; nil where there are no vectors, or where they cancel one another out.
    package static func of(_ vectors: some Sequence<[Float]>) -> [Float]? {
        let sum = sum(of: vectors)
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? sum.map { $0 / length } : nil
    }
}
