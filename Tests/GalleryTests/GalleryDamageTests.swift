import Foundation
import Gallery
import TestSupport
import Testing

/// A file that is not what was written is refused with one clear error, whatever happened to it.
struct GalleryDamageTests {
    private static func withFile(
        _ body: (_ path: String, _ bytes: [UInt8], _ gallery: Gallery) throws -> Void
    ) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let gallery = try TestGallery.make(rows: 12, dimension: 32, sections: ["7b", "Algebra 2"])
            let (name, _) = try GalleryStore(folder: folder, model: TestGallery.model).publish(gallery)
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
            try body(folder + "/copy.h5", bytes, gallery)
        }
    }

    private static func open(_ bytes: [UInt8], at path: String) throws -> Gallery {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try Gallery.open(path: path, model: TestGallery.model)
    }

    @Test("Cut short anywhere")
    func truncated() async throws {
        try await Self.withFile { path, bytes, _ in
            for length in Array(stride(from: 0, to: bytes.count, by: 61)) + [bytes.count - 1] {
                let code = errorCode { _ = try Self.open(Array(bytes.prefix(length)), at: path) }
                #expect(code == .notHDF5 || code == .damaged, "\(length) of \(bytes.count) bytes")
            }
        }
    }

    @Test("One bit flipped in each byte: refused, or a byte that means nothing")
    func flipped() async throws {
        try await Self.withFile { path, bytes, gallery in
            let embeddings = gallery.row(at: 0).embedding.littleEndianBytes
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: embeddings) })
            let matter = start..<start + 12 * 32 * 4
            for index in bytes.indices {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(index % 8)
                do {
                    let opened = try Self.open(damaged, at: path)
                    let isSame = opened.header == gallery.header && opened.rows() == gallery.rows()
                    #expect(isSame && !matter.contains(index), "byte \(index)")
                } catch {
                    #expect(error is GalleryError, "byte \(index): \(error)")
                }
            }
        }
    }

    @Test("Something put in the place of any 512 bytes", arguments: [UInt8(0), 0xFF, 0x41])
    func overwritten(_ filler: UInt8) async throws {
        try await Self.withFile { path, bytes, gallery in
            for start in stride(from: 0, to: bytes.count, by: 128) {
                var damaged = bytes
                for index in start..<min(start + 512, bytes.count) { damaged[index] = filler }
                do {
                    let opened = try Self.open(damaged, at: path)
                    #expect(opened.header == gallery.header && opened.rows() == gallery.rows(), "bytes from \(start)")
                } catch {
                    #expect(error is GalleryError, "bytes from \(start): \(error)")
                }
            }
        }
    }

    @Test("Not a gallery at all")
    func foreign() async throws {
        try await Self.withFile { path, bytes, _ in
            #expect(errorCode { _ = try Self.open([], at: path) } == .notHDF5)
            #expect(errorCode { _ = try Self.open(Array("label,embedding\n".utf8), at: path) } == .notHDF5)
            #expect(errorCode { _ = try Self.open([UInt8](repeating: 0, count: 9_000), at: path) } == .notHDF5)
            #expect(errorCode { _ = try Gallery.open(path: "/", model: TestGallery.model) } == .notHDF5)
            #expect(errorCode { _ = try Gallery.open(path: path + "?", model: TestGallery.model) } == .missing)
        }
    }

    @Test("HDF5, but not laid out as a gallery", .enabled(if: Python.hasH5py, Python.absence), arguments: [
        ("del f['embeddings']", GalleryError.Code.notAGallery),
        ("del f.attrs['format']", .notAGallery),
        ("f.attrs['format'] = 2", .notAGallery),
        ("del f.attrs['root']", .damaged),
        ("f.attrs['dimension'] = 31", .damaged),
        ("f.attrs['generation'] = 99", .damaged),
        ("e = f['embeddings'][:]; del f['embeddings']; f['embeddings'] = e.astype('f8')", .notAGallery),
        ("e = f['embeddings'][:]; del f['embeddings']; f['embeddings'] = e.astype('>f4')", .notAGallery),
        ("e = f['embeddings'][:]; del f['embeddings']; f['embeddings'] = e[:, :16]", .notAGallery),
        ("e = f['embeddings'][:]; del f['embeddings']; f['embeddings'] = e[:6]", .notAGallery),
        ("e = f['embeddings'][:]; del f['embeddings']; f.create_dataset('embeddings', data=e, chunks=(4, 32))",
            .notAGallery),
        ("e = f['embeddings'][:]; del f['embeddings']; "
            + "f.create_dataset('embeddings', data=e, compression='gzip')", .notAGallery),
        ("del f['embeddings']; f.create_dataset('embeddings', (12, 32), 'f4', external='/etc/passwd')",
            .notAGallery),
        ("del f['embeddings']; f.create_dataset('embeddings', (20_000_000, 32), 'f4', chunks=(1, 32))", .notAGallery),
        ("del f['embeddings']; f['embeddings'] = h5py.ExternalLink('/etc/passwd', '/x')", .notAGallery),
        ("del f['embeddings']; f.create_group('embeddings')", .damaged),
        ("s = f['sample_ids'][:]; s[[0, 1]] = s[[1, 0]]; f['sample_ids'][:] = s", .damaged),
        ("f['person_ids'][3] = 0", .damaged),
        ("f['embeddings'][3] *= 2", .damaged),
    ])
    func foreignHDF5(_ change: String, _ code: GalleryError.Code) async throws {
        try await Self.withFile { path, bytes, _ in
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try Python.run("import h5py, sys\nwith h5py.File(sys.argv[1], 'r+') as f:\n    " + change, path)
            #expect(errorCode { _ = try Gallery.open(path: path, model: TestGallery.model) } == code)
        }
    }
}
