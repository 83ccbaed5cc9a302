import Attendance

/// What people are compared with: one vector for each, the direction of the mean of their samples. It holds what the
/// samples have in common; the best of several samples would let a single bad one decide.
///
/// Ordered by each person's lowest sample. Where nobody has two samples, the gallery's own rows serve, which may be
/// mapped.
struct Templates: Sendable {
    let matrix: EmbeddingMatrix
    /// The person index of each template.
    let people: [Int32]
    /// The template of each person index.
    let places: [Int32]
    /// Subtracted from a template wherever it is compared: a mapped one stays as it is.
    let centre: GalleryCentre

    init(of gallery: Gallery, isCentred: Bool) {
        var places = [Int32](repeating: -1, count: gallery.personIDs.count)
        var firstRows: [Int32] = []
        firstRows.reserveCapacity(places.count)
        for (row, person) in gallery.personIndices.enumerated() where places[Int(person)] < 0 {
            places[Int(person)] = Int32(firstRows.count)
            firstRows.append(Int32(row))
        }
        people = firstRows.map { gallery.personIndices[Int($0)] }
        self.places = places
        matrix = firstRows.count < gallery.count
            ? Self.means(of: gallery, places: places, firstRows: firstRows) : gallery.matrix
        centre = isCentred ? matrix.centre : GalleryCentre(nothing: matrix.columns)
    }

    private static func means(of gallery: Gallery, places: [Int32], firstRows: [Int32]) -> EmbeddingMatrix {
        let columns = gallery.header.dimension
        return gallery.matrix.withValues { samples in
            EmbeddingMatrix(rows: firstRows.count, columns: columns) { sums in
                for (row, person) in gallery.personIndices.enumerated() {
                    let sum = sums + Int(places[Int(person)]) * columns
                    for column in 0..<columns { sum[column] += samples[row * columns + column] }
                }
                for (place, row) in firstRows.enumerated() {
                    let sum = sums + place * columns
                    let length = dotProduct(sum, sum, count: columns).squareRoot()
                    if length > shortestSum {
                        for column in 0..<columns { sum[column] /= length }
                    } else {
                        sum.update(from: samples + Int(row) * columns, count: columns)
                    }
                }
            }
        }
    }

    /// Samples that point in opposite directions have no mean direction; the first one stands for all.
    private static let shortestSum: Float = 1e-3

    /// How similar two of them are.
    func similarity(of first: Int32, to second: Int32) -> Float {
        let one = matrix.withRow(Int(first)) { centre.centred(Array($0)) }
        let other = matrix.withRow(Int(second)) { centre.centred(Array($0)) }
        return dotProduct(one, other, count: matrix.columns)
    }
}
