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
        for index in 0..<matrix.rows {
            var leaf = SHA256.Stream()
            withUnsafeBytes(of: samples[index].uuid.uuid) { leaf.update($0) }
            withUnsafeBytes(of: people[index].uuid.uuid) { leaf.update($0) }
            // All machines that Rollcall runs on are little-endian; `Gallery` refuses others when it is
            // compiled.
            matrix.withRow(index) { leaf.update(UnsafeRawBufferPointer($0)) }
            root.update(leaf.finalize())
        }
        return Hex.encode(root.finalize())
    }
}
