/// The dot product of two float32 vectors of `count` values; they may begin at any multiple of four bytes.
///
/// One row at a time: four side by side, with the query's values loaded once for all, were not faster on a
/// million rows, since the search waits for memory. Sixteen sums are enough of them in flight to hide the
/// additions' latency.
@inline(__always)
func dotProduct(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int) -> Float {
    typealias Vector = SIMD16<Float>
    let wide = count & ~(Vector.scalarCount - 1)
    var sums = Vector.zero
    for index in stride(from: 0, to: wide, by: Vector.scalarCount) {
        sums +=
            UnsafeRawPointer(left + index).loadUnaligned(as: Vector.self)
            * UnsafeRawPointer(right + index).loadUnaligned(as: Vector.self)
    }
    var result = sums.sum()
    for index in wide..<count {
        result += left[index] * right[index]
    }
    return result
}
