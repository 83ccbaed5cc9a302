import Foundation
import Gallery
import Glibc
import TestSupport
import Testing

struct FullDiskTests {
    /// Runs `body` with a folder that holds one mebibyte; false where this process may not mount one.
    private static func withSmallDisk(_ body: (String) throws -> Void) async throws -> Bool {
        try await Fixtures.withTemporaryFolder { folder in
            guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { return false }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            try body(folder)
            return true
        }
    }

    @Test("A full disk: one clear error, the old generation whole, nothing left behind, and it works again afterwards")
    func full() async throws {
        let mounted = try await Self.withSmallDisk { disk in
            let folder = disk + "/galleries"
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let old = try store.publish(TestGallery.make(rows: 1_000, generation: 1)).fileName
            for rows in stride(from: 1_000, through: 2_500, by: 100) {
                let next = try TestGallery.make(rows: rows, dimension: 128, generation: 2)
                do {
                    let new = try store.publish(next).fileName
                    #expect(store.open(pointer: new).fileName == new)
                    try store.clean(pointer: old)
                } catch let problem as GalleryError {
                    #expect(problem.code == .storage && problem.description.contains("No space left"))
                    #expect(rows > 1_500)
                }
                #expect(store.open(pointer: old).fileName == old)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).contains(old))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [old])
            let large = try TestGallery.make(rows: 5_000, dimension: 128)
            #expect(errorCode { try PlainEmbeddings.export(large, to: disk + "/x.h5") { _ in "" } } == .storage)
            #expect(!Fixtures.exists(disk + "/x.h5"))
            _ = try store.publish(TestGallery.make(rows: 1_000, generation: 2))
        }
        if !mounted { try Test.cancel("mounting a small disk needs the rights of root") }
    }
}
