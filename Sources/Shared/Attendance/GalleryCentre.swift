/// What the people of a gallery have in common. Their age, their origin and the camera that enrolled them give the
/// embeddings of a site's people a part that they share; it says nothing of who somebody is, so it is subtracted from
/// everybody before they are compared. What is left has length 1 again. (docs/RECOGNITION.md)
package struct GalleryCentre: Hashable, Sendable {
    /// Few people say little of what all have in common: of n people's mean n / (n + 20) is subtracted.
    package static let people: Double = 20

    package let values: [Float]

    /// Nothing is subtracted.
    package init(nothing dimension: Int) {
        values = [Float](repeating: 0, count: dimension)
    }

    /// Of people's templates, each of length 1.
    package init(of templates: [[Float]], dimension: Int) {
        let values = templates.flatMap { $0 }
        self = values.withUnsafeBufferPointer {
            GalleryCentre(of: $0.baseAddress, count: templates.count, dimension: dimension)
        }
    }

    /// Of `count` templates, each of length 1, one after the other.
    package init(of templates: UnsafePointer<Float>?, count: Int, dimension: Int) {
        // In double precision, since the sum may be of millions.
        var sum = [Double](repeating: 0, count: dimension)
        if let templates {
            for person in 0..<count {
                let values = templates + person * dimension
                for column in 0..<dimension { sum[column] += Double(values[column]) }
            }
        }
        let divisor = Double(count) + Self.people
        values = sum.map { Float($0 / divisor) }
    }

    /// The centred form of `vector`; zeros where nothing is left of it.
    package func write(_ vector: UnsafePointer<Float>, into centred: UnsafeMutablePointer<Float>) {
        for column in values.indices { centred[column] = vector[column] - values[column] }
        let left = UnsafeBufferPointer(start: centred, count: values.count)
        let length = FaceComparison.dot(left, left).squareRoot()
        for column in values.indices { centred[column] = length == 0 ? 0 : centred[column] / length }
    }

    /// The centred form of `vector`.
    package func centred(_ vector: [Float]) -> [Float] {
        precondition(vector.count == values.count, "the centre is of another dimension")
        return [Float](unsafeUninitializedCapacity: values.count) { centred, count in
            count = values.count
            guard count > 0 else { return }
            vector.withUnsafeBufferPointer { write($0.baseAddress!, into: centred.baseAddress!) }
        }
    }
}
