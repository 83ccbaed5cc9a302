import Attendance
import Synchronization

/// Rows of float32 values, one after the other, in memory of its own or in a mapped file. Never changes.
/// Unchecked Sendable: nobody writes to the memory after `init`, and it is given back when nobody holds the
/// object any more.
final class EmbeddingMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    private let values: UnsafePointer<Float>
    /// What keeps `values` valid; nil where it is memory of this object's own.
    private let file: MappedFile?

    /// Memory of its own, zeros at first, that `fill` writes: row after row.
    init(rows: Int, columns: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: max(1, rows * columns))
        memory.initialize(repeating: 0, count: max(1, rows * columns))
        fill(memory)
        self.rows = rows
        self.columns = columns
        values = UnsafePointer(memory)
        file = nil
    }

    /// The rows that begin at byte `offset` of a mapped file. The caller has checked bounds and alignment.
    init(rows: Int, columns: Int, in file: MappedFile, at offset: Int) {
        self.rows = rows
        self.columns = columns
        // Nobody sees this part of the file as anything else.
        values = (file.bytes.baseAddress! + offset).assumingMemoryBound(to: Float.self)
        self.file = file
    }

    deinit {
        if file == nil { values.deallocate() }
    }

    /// All values, row after row; the pointer is valid inside `body` only.
    @inline(__always)
    func withValues<Result>(_ body: (UnsafePointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(values) }
    }

    /// The values of one row; the buffer is valid inside `body` only.
    func withRow<Result>(
        _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        precondition((0..<rows).contains(index), "row \(index) of \(rows)")
        return try withValues { values in
            try body(UnsafeBufferPointer(start: values + index * columns, count: columns))
        }
    }

    /// What the rows have in common, each of them a person's template.
    var centre: GalleryCentre {
        withValues { GalleryCentre(of: $0, count: rows, dimension: columns) }
    }

    /// Whether `condition` holds for every row.
    func allRows(_ condition: (UnsafeBufferPointer<Float>) -> Bool) -> Bool {
        let holds = Atomic(true)
        Parallel.divide(rows, by: Self.rowsAtOnce, threads: Parallel.cores) { _, range in
            guard holds.load(ordering: .relaxed), !range.allSatisfy({ withRow($0, condition) }) else { return }
            holds.store(false, ordering: .relaxed)
        }
        return holds.load(ordering: .relaxed)
    }

    /// Rows that a thread looks at before it takes more.
    private static let rowsAtOnce = 1_024
}
