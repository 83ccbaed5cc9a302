import Attendance
import Foundation
import Gallery
import TestSupport
import Testing

struct GalleryStoreTests {
    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("No pointer, no gallery; a pointer that is no file name is a problem, not a path")
    func nothing() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder + "/new", model: TestGallery.model)
            _ = try store.publish(TestGallery.make())
            #expect(store.open(pointer: nil).gallery == nil)
            for pointer in ["", "gallery", "../x.h5", "gallery-1-../../etc/pass.h5", "gallery-0-0123456789abcdef.h5",
                "gallery-01-0123456789abcdef.h5", "gallery-1-0123456789abcdef.h5.tmp"] {
                let opening = store.open(pointer: pointer)
                #expect(opening.gallery == nil && opening.problems.map(\.code) == [.notAGallery], "\(pointer)")
            }
        }
    }

    @Test("A pointer whose file is missing or bad leads to the newest whole one before it")
    func fallback() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            var names: [String] = []
            for generation in Int64(1)...4 {
                let gallery = try TestGallery.make(generation: generation, seed: UInt64(generation))
                names.append(try store.publish(gallery).fileName)
            }
            func opened(_ pointer: Int) -> (generation: Int64?, codes: [GalleryError.Code]) {
                let opening = store.open(pointer: names[pointer - 1])
                return (opening.gallery?.header.generation, opening.problems.map(\.code))
            }
            #expect(opened(3) == (3, []))
            try FileManager.default.removeItem(atPath: folder + "/" + names[2])
            #expect(opened(3) == (2, [.missing]))
            try Data("damaged".utf8).write(to: URL(fileURLWithPath: folder + "/" + names[1]))
            #expect(opened(3) == (1, [.missing, .notHDF5]))
            // A whole file under another's name.
            try FileManager.default.removeItem(atPath: folder + "/" + names[1])
            try FileManager.default.copyItem(atPath: folder + "/" + names[3], toPath: folder + "/" + names[1])
            #expect(opened(3) == (1, [.missing, .damaged]))
            try FileManager.default.removeItem(atPath: folder + "/" + names[0])
            #expect(opened(3) == (nil, [.missing, .damaged]))
        }
    }

    @Test("Cleaning keeps the pointer's file and as many before it as asked, and nothing unfinished")
    func clean() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let names = try (Int64(1)...5).map { generation in
                try store.publish(TestGallery.make(generation: generation)).fileName
            }
            try Data().write(to: URL(fileURLWithPath: folder + "/gallery-9-0123456789abcdef.h5.tmp"))
            try Data().write(to: URL(fileURLWithPath: folder + "/notes.txt"))
            try store.clean(pointer: names[3])
            #expect(try Self.files(folder) == [names[2], names[3], "notes.txt"])
            try store.clean(pointer: names[3], olderGenerations: 0)
            #expect(try Self.files(folder) == [names[3], "notes.txt"])
            try store.clean(pointer: nil)
            #expect(try Self.files(folder) == ["notes.txt"])
        }
    }

    @Test("A stop after any step leaves a folder that opens, with the old pointer and the new")
    func stoppedAnywhere() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder + "/live", model: TestGallery.model)
            let old = try store.publish(TestGallery.make(generation: 1, seed: 1)).fileName
            var steps: [PublishStep] = []
            let new = try store.publish(TestGallery.make(generation: 2, seed: 2)) { step in
                // What the disk holds if the process is killed now.
                try FileManager.default.copyItem(atPath: folder + "/live", toPath: folder + "/\(step)")
                steps.append(step)
            }.fileName
            #expect(steps == PublishStep.allCases)
            for step in steps {
                let after = try GalleryStore(folder: folder + "/\(step)", model: TestGallery.model)
                let withOld = after.open(pointer: old)
                #expect(withOld.fileName == old && withOld.problems.isEmpty, "\(step)")
                let withNew = after.open(pointer: new)
                #expect(withNew.fileName == (step == .renamed ? new : old), "\(step)")
                // Starting again: clean up, then the same generation once more.
                try after.clean(pointer: old)
                #expect(try Self.files(after.folder) == [old])
                let again = try after.publish(TestGallery.make(generation: 2, seed: 2)).fileName
                #expect(again == new && after.open(pointer: again).fileName == new)
            }
        }
    }

    @Test("A stop while the temporary file is half written, or complete but torn, does no harm")
    func tornTemporary() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let old = try store.publish(TestGallery.make(generation: 1, seed: 1)).fileName
            let next = try TestGallery.make(generation: 2, seed: 2)
            let new = try store.publish(next).fileName
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + new)))
            try FileManager.default.removeItem(atPath: folder + "/" + new)
            for length in stride(from: 0, through: bytes.count, by: 512) {
                let temporary = URL(fileURLWithPath: folder + "/" + new + ".tmp")
                try Data(bytes.prefix(length)).write(to: temporary)
                #expect(store.open(pointer: old).fileName == old)
                #expect(try store.publish(next).fileName == new)
                #expect(try Self.files(folder) == [old, new].sorted())
                try FileManager.default.removeItem(atPath: folder + "/" + new)
            }
        }
    }

    @Test("An error on the way leaves nothing behind and the old generation whole", arguments: PublishStep.allCases)
    func failed(_ failing: PublishStep) async throws {
        struct Trouble: Error {}
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let old = try store.publish(TestGallery.make(generation: 1, seed: 1)).fileName
            #expect(throws: Trouble.self) {
                try store.publish(TestGallery.make(generation: 2, seed: 2)) { step in
                    if step == failing { throw Trouble() }
                }
            }
            #expect(try Self.files(folder).filter { $0.hasSuffix(".tmp") } == [])
            #expect(store.open(pointer: old).fileName == old)
        }
    }

    @Test("A gallery stays readable after its file was replaced and removed")
    func mappedBeyondRemoval() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let first = try store.publish(TestGallery.make(generation: 1, seed: 1)).gallery
            let rows = first.rows()
            let second = try store.publish(TestGallery.make(generation: 2, seed: 2)).fileName
            try store.clean(pointer: second, olderGenerations: 0)
            #expect(try Self.files(folder) == [second])
            #expect(first.rows() == rows)
        }
    }

    @Test("Many writers and readers at once: the library sees one at a time")
    func concurrently() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in UInt64(1)...8 {
                    group.addTask {
                        let store = try GalleryStore(folder: folder + "/\(worker)", model: TestGallery.model)
                        for generation in Int64(1)...5 {
                            let gallery = try TestGallery.make(rows: 50, generation: generation, seed: worker)
                            let name = try store.publish(gallery).fileName
                            #expect(store.open(pointer: name).gallery?.root == gallery.root)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
