import Attendance
import Foundation
import Gallery
import TestSupport
import Testing

/// Gallery files as nodes keep them: encrypted, and refused where anything about them is not right.
struct SealedGalleryTests {
    private static let key = [UInt8](repeating: 7, count: 32)
    private static let otherKey = [UInt8](repeating: 8, count: 32)
    /// Of what is encrypted at a time, with what encryption adds.
    private static let piece = (1 << 20) + 40
    private static let mark = "rollcall sealed gallery 1\n".utf8.count

    private static func publish(
        _ folder: String, rows: Int = 20, dimension: Int = 16, generation: Int64 = 1
    ) throws -> (store: GalleryStore, name: String, gallery: Gallery) {
        let store = try GalleryStore(folder: folder, model: TestGallery.model)
        let (name, gallery) = try store.publish(
            TestGallery.make(rows: rows, dimension: dimension, generation: generation), key: key)
        return (store, name, gallery)
    }

    @Test func aSealedFileOpensWithItsKeyAndShowsNothingWithout() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let (store, name, written) = try Self.publish(folder)
            #expect(name.hasSuffix(".sealed") && SealedGalleryFile.isOne(folder + "/" + name))
            let opening = store.open(pointer: name, key: Self.key)
            #expect(opening.fileName == name && opening.problems.isEmpty)
            #expect(opening.gallery?.root == written.root && opening.gallery?.rows() == written.rows())
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            for row in written.rows() {
                let needles = [
                    row.embedding.littleEndianBytes, Array(row.embedding.littleEndianBytes.prefix(16)),
                    row.personID.bytes, row.sampleID.bytes,
                ]
                for needle in needles { #expect(bytes.range(of: Data(needle)) == nil) }
            }
            // The negative control: in a plain file they are.
            let plain = try store.publish(TestGallery.make(generation: 2)).fileName
            let open = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + plain))
            #expect(open.range(of: Data(written.row(at: 3).embedding.littleEndianBytes)) != nil)
            #expect(open.range(of: Data(written.row(at: 3).personID.bytes)) != nil)
        }
    }

    @Test func anotherKeyNoKeyAndPlainFilesAreRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let (store, name, gallery) = try Self.publish(folder)
            #expect(store.open(pointer: name, key: Self.otherKey).problems.map(\.code) == [.damaged])
            #expect(store.open(pointer: name).problems.map(\.code) == [.notAGallery])
            #expect(errorCode { _ = try Gallery.open(path: folder + "/" + name, model: TestGallery.model) } == .notHDF5)
            let plain = try store.publish(gallery).fileName
            #expect(store.open(pointer: plain, key: Self.key).problems.map(\.code) == [.notAGallery])
            // A plain file under a sealed one's name.
            try FileManager.default.removeItem(atPath: folder + "/" + name)
            try FileManager.default.copyItem(atPath: folder + "/" + plain, toPath: folder + "/" + name)
            #expect(store.open(pointer: name, key: Self.key).problems.map(\.code) == [.notAGallery])
        }
    }

    /// Of three pieces: changed, cut, doubled, in another order, under another name.
    @Test func whateverWasChangedIsNoticed() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let (store, name, _) = try Self.publish(folder, rows: 5_000, dimension: 128)
            let url = URL(fileURLWithPath: folder + "/" + name)
            let whole = try Data(contentsOf: url)
            try #require(whole.count > Self.mark + 2 * Self.piece)
            func problem(_ bytes: Data) throws -> [GalleryError.Code] {
                try bytes.write(to: url)
                let opening = store.open(pointer: name, key: Self.key)
                // By the seal, and not later by what the file holds.
                #expect(opening.problems.allSatisfy { $0.problem.contains("does not open") || $0.code != .damaged })
                return opening.gallery == nil ? opening.problems.map(\.code) : []
            }
            #expect(try problem(whole) == [])
            for position in [0, Self.mark, Self.mark + 24, Self.mark + Self.piece - 1, whole.count - 1] {
                var changed = whole
                changed[position] ^= 1
                #expect(try problem(changed) == [position < Self.mark ? .notAGallery : .damaged], "\(position)")
            }
            let head = Data(whole[..<Self.mark])
            let pieces: [Data] = (0..<3).map { index in
                let start = Self.mark + index * Self.piece
                return Data(whole[start..<min(whole.count, start + Self.piece)])
            }
            let orders: [[Int]] = [[0], [0, 1], [1, 0, 2], [0, 2], [0, 1, 2, 2]]
            for order in orders {
                #expect(try problem(order.reduce(head) { $0 + pieces[$1] }) == [.damaged], "\(order)")
            }
            #expect(try problem(Data(whole.dropLast())) == [.damaged])
            #expect(try problem(head + Data(count: 10)) == [.damaged])
            #expect(try problem(head) == [.notAGallery])
            // The same bytes as another generation.
            let other = name.replacing("gallery-1-", with: "gallery-2-")
            try whole.write(to: URL(fileURLWithPath: folder + "/" + other))
            #expect(store.open(pointer: other, key: Self.key).problems.first?.problem.contains("does not open") == true)
        }
    }

    @Test(arguments: PublishStep.allCases)
    func aStopLeavesTheOldGenerationWhole(_ step: PublishStep) async throws {
        struct Trouble: Error {}
        try await Fixtures.withTemporaryFolder { folder in
            let (store, old, _) = try Self.publish(folder)
            #expect(throws: Trouble.self) {
                try store.publish(TestGallery.make(generation: 2, seed: 2), key: Self.key) {
                    if $0 == step { throw Trouble() }
                }
            }
            #expect(store.open(pointer: old, key: Self.key).fileName == old)
        }
    }

    /// What a start costs more than with a plain file. Printed, and bounded loosely: a machine under load is no defect.
    @Test func openingTenThousandSamplesIsQuick() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let (store, sealed, gallery) = try Self.publish(folder, rows: 10_000, dimension: 128)
            let plain = try store.publish(gallery).fileName
            func best(_ body: () -> GalleryStore.Opening) -> Duration {
                (0..<5).map { _ in ContinuousClock().measure { #expect(body().gallery?.count == 10_000) } }.min()!
            }
            let withKey = best { store.open(pointer: sealed, key: Self.key) }
            let without = best { store.open(pointer: plain) }
            print("10,000 × 128: sealed \(withKey), plain \(without)")
            #expect(withKey < without + .milliseconds(500))
        }
    }
}
