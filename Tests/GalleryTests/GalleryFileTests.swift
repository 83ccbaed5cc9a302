import Attendance
import Foundation
import Gallery
import TestSupport
import Testing

struct GalleryFileTests {
    @Test("What is published is what is opened", arguments: [
        (rows: 0, dimension: 128), (rows: 1, dimension: 1), (rows: 1, dimension: 4_096), (rows: 20, dimension: 16),
        (rows: 333, dimension: 129),
    ])
    func roundTrip(_ shape: (rows: Int, dimension: Int)) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let gallery = try TestGallery.make(
                rows: shape.rows, dimension: shape.dimension, generation: 5, sections: ["7b", "Ökologie 2"])
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let (name, written) = try store.publish(gallery)
            let opened = try Gallery.open(path: folder + "/" + name, model: TestGallery.model)
            for other in [written, opened] {
                #expect(other.header == gallery.header)
                #expect(other.root == gallery.root)
                #expect(other.rows() == gallery.rows())
                #expect(other.personIDs == gallery.personIDs)
            }
            #expect(name == "gallery-5-\(gallery.root.prefix(16)).h5")
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(opened.personIDs == opened.personIDs.sorted() && opened.sampleIDs == opened.sampleIDs.sorted())
        }
    }

    @Test("The root depends on the rows and not on their order or on the header")
    func rootIsOfTheRows() throws {
        var maker = TestGallery(seed: 3)
        let rows = maker.rows(50, people: 9, dimension: 24)
        let gallery = try Gallery(header: TestGallery.header(dimension: 24), rows: rows)
        let shuffled = try Gallery(
            header: TestGallery.header(dimension: 24, generation: 2, sections: ["7b"]),
            rows: rows.shuffled(using: &maker.random))
        #expect(gallery.root == shuffled.root)
        let fewer = try Gallery(header: TestGallery.header(dimension: 24), rows: Array(rows.dropLast()))
        #expect(gallery.root != fewer.root)
        let empty = try Gallery(header: TestGallery.header(dimension: 24), rows: [])
        #expect(empty.root == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("Rows that no gallery may hold are refused")
    func badRows() throws {
        var maker = TestGallery()
        let rows = maker.rows(3, people: 2, dimension: 8)
        let header = try TestGallery.header(dimension: 8)
        #expect(errorCode { _ = try Gallery(header: header, rows: rows + [rows[1]]) } == .badRow)
        let long = GalleryRow(sampleID: maker.identifier(), personID: maker.identifier(), embedding: maker.embedding(9))
        #expect(errorCode { _ = try Gallery(header: header, rows: rows + [long]) } == .badRow)
        let huge = try TestGallery.header(dimension: 4_097)
        #expect(errorCode { _ = try Gallery(header: huge, rows: []) } == .tooLarge)
        let zeroth = try TestGallery.header(dimension: 8, generation: 0)
        #expect(errorCode { _ = try Gallery(header: zeroth, rows: []) } == .badRow)
    }

    @Test("A gallery of another model is refused, and the error names both")
    func otherModel() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let store = try GalleryStore(folder: folder, model: TestGallery.model)
            let gallery = try TestGallery.make()
            let (name, _) = try store.publish(gallery)
            let expected = GalleryError.Code.otherModel(found: TestGallery.model, expected: TestGallery.otherModel)
            let problem = #expect(throws: GalleryError.self) {
                try Gallery.open(path: folder + "/" + name, model: TestGallery.otherModel)
            }
            #expect(problem?.code == expected)
            #expect(problem?.description.contains("abababababab") == true)
            #expect(problem?.description.contains("cdcdcdcdcdcd") == true)
            let others = try GalleryStore(folder: folder, model: TestGallery.otherModel)
            #expect(errorCode { _ = try others.publish(gallery) } == expected)
        }
    }

    @Test("h5py sees the documented datasets, and the hashes follow from the documentation",
        .enabled(if: Python.hasH5py, Python.absence), arguments: [0, 1, 37])
    func readWithH5py(_ rows: Int) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let sections = rows == 1 ? [] : ["7b", "Ökologie 2"]
            let gallery = try TestGallery.make(rows: rows, dimension: 20, generation: 7, sections: sections)
            let (name, _) = try GalleryStore(folder: folder, model: TestGallery.model).publish(gallery)
            let output = try Python.run(Self.script, folder + "/" + name, String(rows))
            #expect(output == "\(gallery.root)\n\(TestGallery.model.text)\n7\n\(sections.joined(separator: ","))\n")
        }
    }

    private static let script = """
        import h5py, hashlib, sys
        with h5py.File(sys.argv[1], "r") as f:
            n = int(sys.argv[2])
            assert set(f) == {"embeddings", "sample_ids", "person_ids", "sections"}, list(f)
            e, s, p = f["embeddings"], f["sample_ids"], f["person_ids"]
            assert e.shape == (n, 20) and e.dtype == "<f4" and e.chunks is None and e.compression is None
            assert s.shape == p.shape == (n, 16) and s.dtype == p.dtype == "u1"
            assert n == 0 or e.id.get_offset() % 64 == 0
            a = {k: v.decode() if hasattr(v, "decode") else int(v) for k, v in f.attrs.items()}
            assert a["format"] == 1 and a["dimension"] == 20 and a["metric"] == "cosine", a
            assert a["created"] == 1700000000123
            sections = [x.decode() for x in f["sections"][:]]
            leaves = [hashlib.sha256(bytes(s[i]) + bytes(p[i]) + e[i].tobytes()).digest() for i in range(n)]
            root = hashlib.sha256(b"".join(leaves)).hexdigest()
            assert root == a["root"]
            lines = [a["model_id"], 20, "cosine", a["generation"], a["created"], root] + sections
            assert hashlib.sha256("".join(f"{x}\\n" for x in lines).encode()).hexdigest() == a["header_hash"]
            print(root); print(a["model_id"]); print(a["generation"]); print(",".join(sections))
        """
}
