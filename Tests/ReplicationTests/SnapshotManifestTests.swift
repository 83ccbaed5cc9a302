import Attendance
import Foundation
import Replication
import Testing

/// Row 20: what a node refuses of a manifest, also of one that its hub signed.
struct SnapshotManifestTests {
    private typealias Chunk = SnapshotManifest.Chunk
    private static let life = Incarnation(UUID())
    private static let model = try! ModelID(String(repeating: "b", count: 64))
    private static let good = Chunk(sha256: String(repeating: "a", count: 64), bytes: 100, rows: 3)

    private static func part(_ chunks: [Chunk], rows: Int64 = 3, model: ModelID? = nil) -> SnapshotManifest.Part {
        SnapshotManifest.Part(bucket: Bucket(model: model, sum: BucketSum(count: rows, sum: 1)), chunks: chunks)
    }

    private static func manifest(
        _ parts: [SnapshotManifest.Part] = [part([good])], version: Int64 = 10, of life: Incarnation = life
    ) -> SnapshotManifest {
        SnapshotManifest(incarnation: life, version: version, made: 0, model: nil, parts: parts)
    }

    private static let huge = Chunk(sha256: good.sha256, bytes: 10 << 30, rows: 3)
    private static let path = Chunk(sha256: "../../etc/passwd", bytes: 100, rows: 3)

    private static let refused: [(name: String, manifest: SnapshotManifest, floor: Int64, mark: Int64?)] = [
        ("earlier than the feed that was seen", manifest(version: 9), 10, nil),
        ("earlier than a snapshot that was accepted", manifest(version: 9), 0, 10),
        ("of another life", manifest(of: Incarnation(UUID())), 0, nil),
        ("a chunk of ten gigabytes", manifest([part([huge])]), 0, nil),
        ("a chunk that is a path", manifest([part([path])]), 0, nil),
        ("a chunk twice", manifest([part([good, good], rows: 6)]), 0, nil),
        ("a bucket twice", manifest([part([good]), part([good])]), 0, nil),
        ("other rows than its chunks", manifest([part([good], rows: 4)]), 0, nil),
    ]

    @Test(arguments: refused.indices)
    func theseAreRefused(index: Int) {
        let (name, manifest, floor, mark) = Self.refused[index]
        #expect(throws: ReplicationError.self, "\(name)") {
            try manifest.check(
                floor: Cursor(incarnation: Self.life, position: floor),
                mark: mark.map { Cursor(incarnation: Self.life, position: $0) })
        }
    }

    @Test func aGoodOneIsTaken() throws {
        let other = Chunk(sha256: String(repeating: "c", count: 64), bytes: 5, rows: 2)
        let manifest = Self.manifest([Self.part([Self.good]), Self.part([other], rows: 2, model: Self.model)])
        try manifest.check(
            floor: Cursor(incarnation: Self.life, position: 10), mark: Cursor(incarnation: Self.life, position: 10))
        // A mark of another life says nothing about this one.
        try manifest.check(
            floor: Cursor(incarnation: Self.life, position: 0),
            mark: Cursor(incarnation: Incarnation(UUID()), position: 99))
        let signed = SignedManifest(line: try WireCoding.encode(manifest), signature: Array("{}".utf8))
        #expect(try SignedManifest(encoded: signed.encoded).manifest() == manifest)
    }

    @Test(arguments: ["", "{}", "{}\n", "{}\n{}\n{}\n"])
    func twoLinesAreAManifest(text: String) {
        #expect(throws: ReplicationError.self) { try SignedManifest(encoded: Array(text.utf8)) }
    }
}
