import Attendance
import CSearch

/// The rows of a matrix in a quarter of their bytes: one byte for each value, with a scale for each row, and what that
/// left out; what all have in common is subtracted first. A search reads these first, since it waits for memory, and
/// looks at a row itself only where the row may be good enough. Never changes.
///
/// The bound: with x = x̂ + e and q = q̂ + f, where x̂ and q̂ are what the codes stand for, q·x = q̂·x̂ + q̂·e + f·x, so
/// |q·x − q̂·x̂| ≤ |q̂||e| + |f||x| (Cauchy and Schwarz). |e| is stored for each row.
///
/// Unchecked Sendable: nobody writes to the memory after `init`.
package final class CompressedMatrix: @unchecked Sendable {
    /// How a row's codes are multiplied; all give the same.
    package enum Kernel: CaseIterable, Sendable {
        case plain
        case avx2
        case avx512VNNI

        /// The best of this processor.
        package static let best = Kernel(rc_best_kernel())
        /// Those that this processor has.
        package static let available = allCases.filter { $0.inC.rawValue <= rc_best_kernel().rawValue }

        private init(_ kernel: rc_kernel) {
            self = Kernel.allCases.first { $0.inC == kernel } ?? .plain
        }

        fileprivate var inC: rc_kernel {
            switch self {
            case .plain: RC_PLAIN
            case .avx2: RC_AVX2
            case .avx512VNNI: RC_AVX512_VNNI
            }
        }
    }

    static let rowsPerBlock = RC_ROWS_PER_BLOCK
    private static let columnsPerGroup = RC_COLUMNS_PER_GROUP
    /// A vector instruction reads this many bytes.
    private static let alignment = 64
    /// Blocks that a thread compresses before it takes more.
    private static let blocksAtOnce = 1_024

    let blocks: Int
    private let columns: Int
    private let groups: Int
    private let kernel: Kernel
    private let codes: UnsafeMutableRawBufferPointer
    /// Of each row: scales, then residuals.
    private let factors: UnsafeMutableBufferPointer<Float>
    /// Greatest length of a centred row: 1, but for rounding.
    private let longest: Float

    /// Of the centred rows.
    init(_ matrix: EmbeddingMatrix, centre: GalleryCentre, kernel: Kernel = .best) {
        self.kernel = kernel
        columns = matrix.columns
        groups = (columns + Self.columnsPerGroup - 1) / Self.columnsPerGroup
        blocks = Self.blocks(of: 0..<matrix.rows).count
        codes = LargePages.allocate(
            byteCount: max(1, blocks * groups * Self.columnsPerGroup * Self.rowsPerBlock), alignment: Self.alignment)
        factors = LargePages.allocate(
            byteCount: max(1, 2 * blocks * Self.rowsPerBlock) * MemoryLayout<Float>.stride, alignment: Self.alignment
        ).bindMemory(to: Float.self)
        longest = 1 + Self.rounding(columns)
        Self.compress(matrix, centre, blocks: blocks, into: codes, factors)
    }

    private static func compress(
        _ matrix: EmbeddingMatrix, _ centre: GalleryCentre, blocks: Int, into codes: UnsafeMutableRawBufferPointer,
        _ factors: UnsafeMutableBufferPointer<Float>
    ) {
        let (columns, padded) = (matrix.columns, blocks * rowsPerBlock)
        matrix.withValues { values in
            Parallel.divide(blocks, by: blocksAtOnce, threads: Parallel.cores) { _, range in
                let source = UnsafeMutablePointer<Float>.allocate(capacity: rowsPerBlock * columns)
                defer { source.deallocate() }
                for block in range {
                    let first = block * rowsPerBlock
                    let rows = min(rowsPerBlock, matrix.rows - first)
                    for row in 0..<rows {
                        centre.write(values + (first + row) * columns, into: source + row * columns)
                    }
                    // Nobody sees this memory as anything else.
                    let target = codes.baseAddress!.assumingMemoryBound(to: UInt8.self) + block * (codes.count / blocks)
                    rc_compress_block(
                        source, rows, columns, target, factors.baseAddress! + first,
                        factors.baseAddress! + padded + first)
                }
            }
        }
    }

    deinit {
        codes.deallocate()
        factors.deallocate()
    }

    /// The blocks that hold the rows of `rows`, which begins with a block's first.
    static func blocks(of rows: Range<Int>) -> Range<Int> {
        rows.lowerBound / rowsPerBlock..<(rows.upperBound + rowsPerBlock - 1) / rowsPerBlock
    }

    /// By how much a dot product of so many float32 values may be off, relative to the lengths of its vectors (Higham,
    /// Accuracy and Stability of Numerical Algorithms, 2002, §3.1: a quarter of this); the length that a row is divided
    /// by, here and where it is compared itself, half as much each; and some more for the bound's own arithmetic.
    private static func rounding(_ columns: Int) -> Float {
        2 * Float(columns + 32) * .ulpOfOne
    }

    /// A query in the form in which rows are compared with it; good as long as the memory of its codes.
    struct Query {
        fileprivate var inC: rc_query
    }

    /// Bytes that a query's codes take.
    var bytesPerQuery: Int { groups * Self.columnsPerGroup }

    /// `codes` has room for `bytesPerQuery`. Nil where `values` are not numbers: nothing is similar to that.
    func query(_ values: UnsafePointer<Float>, codes: UnsafeMutablePointer<Int8>) -> Query? {
        let source = UnsafeBufferPointer(start: values, count: columns)
        let length = dotProduct(values, values, count: columns).squareRoot()
        guard length.isFinite else { return nil }
        let limit = Float(Int8.max)
        let scale = source.reduce(0) { max($0, abs($1)) } / limit
        codes.initialize(repeating: 0, count: bytesPerQuery)
        var (left, sum) = (Double.zero, Int32.zero)
        for (column, value) in source.enumerated() where scale.isNormal {
            codes[column] = Int8(max(-limit, min(limit, (value / scale).rounded())))
            sum += Int32(codes[column])
            let gap = Double(value) - Double(scale) * Double(codes[column])
            left += gap * gap
        }
        let rounding = Self.rounding(columns)
        let leftOut = (scale.isNormal ? Float(left.squareRoot()) : length) * (1 + rounding)
        return Query(inC: rc_query(
            codes: codes, zero: sum * Int32(RC_CODE_OF_ZERO), scale: scale,
            length: (length + leftOut) * (1 + rounding),
            slack: leftOut * longest + rounding * (length + leftOut) * longest))
    }

    /// The first block of `range` that has rows whose similarity may be above `threshold`, and which of the block's
    /// rows these are, lowest bit first; nil where there is none. Past the last row some may not exist.
    func next(in range: Range<Int>, above threshold: Float, of query: Query) -> (block: Int, rows: UInt32)? {
        var rows = rc_rows(
            codes: codes.baseAddress!.assumingMemoryBound(to: UInt8.self), scales: factors.baseAddress!,
            residuals: factors.baseAddress! + blocks * Self.rowsPerBlock, groups: groups)
        var query = query.inC
        var mask: UInt32 = 0
        let block = rc_next_block(
            kernel.inC, &rows, &query, range.lowerBound, range.upperBound, threshold, &mask)
        return block == range.upperBound ? nil : (block, mask)
    }
}
