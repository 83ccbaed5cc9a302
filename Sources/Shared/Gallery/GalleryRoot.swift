import Attendance
import Crypto
import FoundationEssentials

/// The hash over all rows of a gallery: what a node attests, and how damage is found.
///
/// root = sha-256(leaf 0 ‖ leaf 1 ‖ …), rows ascending by sample id, and leaf = sha-256(sample id ‖ person id
/// ‖ embedding): 16 bytes, 16 bytes, and 4 bytes for each value (little-endian float32). No rows: the sha-256
/// of nothing. Written as 64 lower-case hexadecimal digits.
enum GalleryRoot {
    static func compute(samples: [SampleID], people: [PersonID], matrix: EmbeddingMatrix) -> String {
        var root = SHA256.Stream()
        root.update([UInt8](unsafeUninitializedCapacity: matrix.rows * SHA256.byteCount) { leaves, count in
            Parallel.divide(matrix.rows, by: rowsAtOnce, threads: Parallel.cores) { _, range in
                for row in range {
                    let leaf = leaf(samples[row], people[row], matrix, row)
                    (leaves.baseAddress! + row * leaf.count).update(from: leaf, count: leaf.count)
                }
            }
            count = leaves.count
        })
        return Hex.encode(root.finalize())
    }

    private static func leaf(_ sample: SampleID, _ person: PersonID, _ matrix: EmbeddingMatrix, _ row: Int) -> [UInt8] {
        var leaf = SHA256.Stream()
        withUnsafeBytes(of: sample.uuid.uuid) { leaf.update($0) }
        withUnsafeBytes(of: person.uuid.uuid) { leaf.update($0) }
        // All machines that Rollcall runs on are little-endian; `Gallery` refuses others when it is compiled.
        matrix.withRow(row) { leaf.update(UnsafeRawBufferPointer($0)) }
        return leaf.finalize()
    }

    /// Rows that a thread hashes before it takes more.
    private static let rowsAtOnce = 1_024
}
