import Attendance
import Foundation
import Gallery
import TestSupport
import Testing

struct PlainEmbeddingsTests {
    @Test("What is exported is what is imported, and a file is never overwritten")
    func roundTrip() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for rows in [0, 1, 30] {
                let gallery = try TestGallery.make(rows: rows, dimension: 40)
                let path = folder + "/\(rows).h5"
                try PlainEmbeddings.export(gallery, to: path) { "Zoë " + $0.description }
                let imported = try PlainEmbeddings.read(path: path)
                #expect(imported.map(\.label) == gallery.rows().map { "Zoë " + $0.personID.description })
                for (one, other) in zip(imported, gallery.rows()) {
                    let difference = zip(one.embedding.values, other.embedding.values).map { abs($0 - $1) }.max()
                    #expect(difference! < 1e-6)
                }
                #expect(errorCode { try PlainEmbeddings.export(gallery, to: path) { _ in "" } } == .storage)
                #expect(try PlainEmbeddings.read(path: path).count == rows)
            }
        }
    }

    @Test("h5py reads an export", .enabled(if: Python.hasH5py, Python.absence))
    func exportWithH5py() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let gallery = try TestGallery.make(rows: 3, people: 3, dimension: 4)
            try PlainEmbeddings.export(gallery, to: folder + "/x.h5") { _ in "Zoë" }
            let output = try Python.run(
                """
                import h5py, sys
                f = h5py.File(sys.argv[1], "r")
                print(sorted(f), f["embeddings"].shape, f["embeddings"].dtype, f["labels"][0].decode())
                """, folder + "/x.h5")
            #expect(output == "['embeddings', 'labels'] (3, 4) float32 Zoë\n")
        }
    }

    @Test("Files as others write them", .enabled(if: Python.hasH5py, Python.absence), arguments: [
        "f['embeddings'] = e; f['labels'] = ['ana', 'Zoë', 'ana']",
        "f['embeddings'] = e.astype('f8'); f['labels'] = np.array(['ana', 'Zoë'.encode(), 'ana'], 'S')",
        "f['Embeddings'] = e.astype('>f4'); f['Names'] = ['ana', 'Zoë', 'ana']",
        "f['features'] = e.astype('f2'); f['labels'] = ['ana', 'Zoë', 'ana']; f['other'] = 1",
        "f.create_dataset('encodings', data=e, compression='gzip', chunks=(2, 2)); f['names'] = ['ana', 'Zoë', 'ana']",
        "f['vectors'] = e; f['label'] = np.array([['ana'], ['Zoë'], ['ana']], h5py.string_dtype())",
        "f.create_dataset('embeddings', data=e, maxshape=(None, 4)); f['labels'] = ['ana', 'Zoë', 'ana']",
    ])
    func variants(_ writing: String) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let rows = try PlainEmbeddings.read(path: Self.write(writing, in: folder))
            #expect(rows.map(\.label) == ["ana", "Zoë", "ana"])
            let expected: [[Float]] = [[0.6, 0.8, 0, 0], [0, 0, 1, 0], [0.5, -0.5, 0.5, -0.5]]
            for (row, values) in zip(rows, expected) {
                #expect(zip(row.embedding.values, values).allSatisfy { abs($0 - $1) < 1e-3 })
            }
        }
    }

    @Test("Whole numbers as labels", .enabled(if: Python.hasH5py, Python.absence))
    func integerLabels() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = try Self.write("f['X'] = e; f['y'] = np.array([7, 7, 2**40])", in: folder)
            #expect(try PlainEmbeddings.read(path: path).map(\.label) == ["7", "7", "1099511627776"])
        }
    }

    @Test("Files that cannot be imported", .enabled(if: Python.hasH5py, Python.absence), arguments: [
        ("f['a'] = e; f['b'] = [1]", GalleryError.Code.unknownLayout, "it has a, b"),
        ("pass", .unknownLayout, "it has none"),
        ("f['embeddings'] = e; f['labels'] = ['ana']", .unknownLayout, "3 rows"),
        ("f['embeddings'] = e[0]; f['labels'] = ['ana']", .unknownLayout, "not a table"),
        ("f['embeddings'] = [[1, 2]]; f['labels'] = ['ana']", .unknownLayout, "not a table"),
        ("f['embeddings'] = e; f['labels'] = [0.5, 1, 2]", .unknownLayout, "neither texts nor whole numbers"),
        ("f['embeddings'] = e * 0; f['labels'] = ['a', 'b', 'c']", .badRow, "row 0"),
        ("e[1, 1] = np.nan; f['embeddings'] = e; f['labels'] = ['a', 'b', 'c']", .badRow, "row 1"),
        ("e[2, 1] = np.inf; f['embeddings'] = e; f['labels'] = ['a', 'b', 'c']", .badRow, "row 2"),
        ("f['embeddings'] = e; f['labels'] = ['a' * 2000, 'b', 'c']", .tooLarge, "texts"),
        ("f['embeddings'] = e; f['labels'] = np.array(['a' * 2000, 'b', 'c'], 'S')", .tooLarge, "texts"),
        ("f['embeddings'] = e; f['labels'] = np.array([b'\\xff', b'b', b'c'])", .damaged, "UTF-8"),
        ("f.create_dataset('embeddings', (2**30, 4096), 'f4', chunks=(1, 4096)); "
            + "f.create_dataset('labels', (2**30,), 'i4', chunks=(4096,))", .tooLarge, "import at most"),
        ("f.create_dataset('embeddings', (3, 2**40), 'f4', chunks=(1, 4096)); f['labels'] = [1, 2, 3]",
            .tooLarge, "too many"),
        ("f.create_dataset('embeddings', (3, 4), 'f4', external='/etc/passwd'); f['labels'] = [1, 2, 3]",
            .notAGallery, "other files"),
        ("l = h5py.VirtualLayout((3, 4), 'f4'); l[:] = h5py.VirtualSource('/etc/passwd', 'x', (3, 4)); "
            + "f.create_virtual_dataset('embeddings', l); f['labels'] = [1, 2, 3]", .notAGallery, "other files"),
        ("f['embeddings'] = h5py.ExternalLink('/etc/passwd', 'x'); f['labels'] = [1, 2, 3]",
            .unknownLayout, "it has labels"),
    ])
    func refused(_ writing: String, _ code: GalleryError.Code, _ text: String) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = try Self.write(writing, in: folder)
            let problem = #expect(throws: GalleryError.self) { try PlainEmbeddings.read(path: path) }
            #expect(problem?.code == code)
            #expect(problem?.description.contains(text) == true, "\(problem?.description ?? "")")
        }
    }

    @Test("Not HDF5")
    func notHDF5() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            #expect(errorCode { _ = try PlainEmbeddings.read(path: folder + "/none.h5") } == .missing)
            try Data("ana,0.1\n".utf8).write(to: URL(fileURLWithPath: folder + "/text.h5"))
            #expect(errorCode { _ = try PlainEmbeddings.read(path: folder + "/text.h5") } == .notHDF5)
            try Data().write(to: URL(fileURLWithPath: folder + "/empty.h5"))
            #expect(errorCode { _ = try PlainEmbeddings.read(path: folder + "/empty.h5") } == .notHDF5)
        }
    }

    private static func write(_ statements: String, in folder: String) throws -> String {
        let path = folder + "/embeddings.h5"
        try Python.run(
            """
            import h5py, sys
            import numpy as np
            e = np.array([[3, 4, 0, 0], [0, 0, 2, 0], [1, -1, 1, -1]], "f4")
            with h5py.File(sys.argv[1], "w") as f:
                \(statements)
            """, path)
        return path
    }
}
