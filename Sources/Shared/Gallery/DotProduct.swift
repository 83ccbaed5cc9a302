/// Dot products of float32 vectors. The order of the additions does not depend on how many rows are done at once,
/// so a row's similarity is the same, bit for bit, in every kind of search.
enum DotProduct {
    private typealias Vector = SIMD8<Float>
    private static var width: Int { Vector.scalarCount }

    /// The products of one query with four rows: each part of the query is loaded once for all of them.
    /// Each pointer is to `count` values.
    @inline(__always)
    static func four(
        _ query: UnsafePointer<Float>, _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>,
        _ third: UnsafePointer<Float>, _ fourth: UnsafePointer<Float>, count: Int
    ) -> SIMD4<Float> {
        var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
        var index = 0
        while index + width <= count {
            let part = load(query + index)
            sums.0 += part * load(first + index)
            sums.1 += part * load(second + index)
            sums.2 += part * load(third + index)
            sums.3 += part * load(fourth + index)
            index += width
        }
        var result = SIMD4(sums.0.sum(), sums.1.sum(), sums.2.sum(), sums.3.sum())
        while index < count {
            result += query[index] * SIMD4(first[index], second[index], third[index], fourth[index])
            index += 1
        }
        return result
    }

    /// The product of one query with one row of `count` values.
    @inline(__always)
    static func one(_ query: UnsafePointer<Float>, _ row: UnsafePointer<Float>, count: Int) -> Float {
        var sum = Vector.zero
        var index = 0
        while index + width <= count {
            sum += load(query + index) * load(row + index)
            index += width
        }
        var result = sum.sum()
        while index < count {
            result += query[index] * row[index]
            index += 1
        }
        return result
    }

    /// Rows begin at any multiple of four bytes.
    @inline(__always)
    private static func load(_ values: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(values).loadUnaligned(as: Vector.self)
    }
}
