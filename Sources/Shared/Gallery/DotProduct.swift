/// The dot product of two float32 vectors of `count` values; they may begin at any multiple of four bytes.
///
/// One row at a time: four side by side, with the query's values loaded once for all, were not faster on a
/// million rows, since the search waits for memory. Sixteen sums are enough of them in flight to hide the
/// additions' latency.
@inline(__always)
func dotProduct(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int) -> Float {
    let wide = count & ~(Lanes.scalarCount - 1)
    var sums = Lanes.zero
    for index in stride(from: 0, to: wide, by: Lanes.scalarCount) {
        sums += lanes(left + index) * lanes(right + index)
    }
    var result = sums.sum()
    for index in wide..<count {
        result += left[index] * right[index]
    }
    return result
}

/// The dot product of `query` with the direction of `row` − `centre`; 0 where nothing is left of it.
@inline(__always)
func centredProduct(
    _ query: UnsafePointer<Float>, _ row: UnsafePointer<Float>, _ centre: UnsafePointer<Float>, count: Int
) -> Float {
    let wide = count & ~(Lanes.scalarCount - 1)
    var (products, squares) = (Lanes.zero, Lanes.zero)
    for index in stride(from: 0, to: wide, by: Lanes.scalarCount) {
        let left = lanes(row + index) - lanes(centre + index)
        products += lanes(query + index) * left
        squares += left * left
    }
    var (product, square) = (products.sum(), squares.sum())
    for index in wide..<count {
        let left = row[index] - centre[index]
        product += query[index] * left
        square += left * left
    }
    return square > 0 ? product / square.squareRoot() : 0
}

private typealias Lanes = SIMD16<Float>

@inline(__always)
private func lanes(_ values: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(values).loadUnaligned(as: Lanes.self)
}
