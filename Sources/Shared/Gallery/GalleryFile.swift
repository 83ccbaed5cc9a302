import Attendance

/// The layout of a gallery file, HDF5 (readable with h5py and HDFView):
///
///     /embeddings   float32 [n, d]   little-endian unit vectors; contiguous, from a multiple of 64 bytes on
///     /sample_ids   uint8 [n, 16]    UUID bytes, ascending
///     /person_ids   uint8 [n, 16]    UUID bytes
///     /sections     text [s]         UTF-8, fixed length: the scope; none means everyone
///     attributes of /: format (1), model_id, dimension, metric ("cosine"), generation, created (milliseconds
///     since 1970 UTC), root (see `GalleryRoot`), header_hash (see `GalleryHeader.hash`)
///
/// All texts are UTF-8 of fixed length (h5py shows them as bytes).
///
/// A file is never changed after it was written.
enum GalleryFile {
    static let format: Int64 = 1
    static let identifierBytes = 16
    /// In bytes: all datasets begin at the beginning of a cache line.
    static let alignment = 64

    /// What is read from a file before its embeddings are mapped.
    struct Contents {
        let header: GalleryHeader
        let root: String
        let sampleBytes: [UInt8]
        let personBytes: [UInt8]
        /// Where the embeddings begin in the file; nil when there are none.
        let offset: Int?
    }

    /// Writes everything into a new file. Call inside `HDF5.exclusively`. Throws `storage`.
    static func write(_ gallery: Gallery, to file: borrowing HDF5File) throws {
        let header = gallery.header
        try file.writeAttribute("format", format)
        try file.writeAttribute("model_id", header.model.text)
        try file.writeAttribute("dimension", Int64(header.dimension))
        try file.writeAttribute("metric", GalleryHeader.metric)
        try file.writeAttribute("generation", header.generation)
        try file.writeAttribute("created", header.createdMilliseconds)
        try file.writeAttribute("root", gallery.root)
        try file.writeAttribute("header_hash", header.hash(root: gallery.root))
        try file.writeTexts("sections", header.sections.map(\.text))
        let rows = gallery.count
        let people = (0..<rows).map { gallery.personID(ofRow: $0) }
        // A `SampleID` and a `PersonID` are nothing but the 16 bytes of their UUIDs.
        try gallery.sampleIDs.withUnsafeBytes {
            try file.writeMatrix(
                "sample_ids", rows: rows, columns: identifierBytes, of: .byte, from: $0.pointer)
        }
        try people.withUnsafeBytes {
            try file.writeMatrix(
                "person_ids", rows: rows, columns: identifierBytes, of: .byte, from: $0.pointer)
        }
        try gallery.matrix.withValues {
            try file.writeMatrix("embeddings", rows: rows, columns: header.dimension, of: .float32, from: $0)
        }
    }

    /// What a file begins with, and the oldest layout that is read, in the byte behind it: the first one in which
    /// HDF5's own structures carry checksums. The library has crashed on damaged files of older ones.
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let oldestLayout: UInt8 = 2

    /// Looks at a file's first bytes before the library does. Throws `notHDF5` or `notAGallery`.
    static func checkLayout(of bytes: UnsafeRawBufferPointer, path: String) throws {
        guard bytes.starts(with: signature), bytes.count > signature.count else {
            throw GalleryError(.notHDF5, path, "is not an HDF5 file; name an .h5 file")
        }
        guard bytes[signature.count] >= oldestLayout else {
            throw GalleryError(
                .notAGallery, path,
                "is HDF5, but not laid out as a gallery; import plain embeddings with `gallery import`")
        }
    }

    /// Reads everything but the embeddings, and checks where those lie. Call inside `HDF5.exclusively`.
    /// Throws `notHDF5`, `notAGallery`, `damaged` or `tooLarge`.
    static func read(path: String, fileBytes: Int) throws -> Contents {
        let file = try HDF5File(reading: path)
        let (header, root) = try readHeader(file)
        let embeddings = try HDF5Dataset("embeddings", in: file)
        guard embeddings.isPlainFloat32, embeddings.shape.count == 2, embeddings.shape[1] == header.dimension
        else {
            throw GalleryError(
                .notAGallery, path,
                "/embeddings is not a contiguous little-endian float32 table of "
                    + "\(header.dimension) columns")
        }
        let rows = embeddings.shape[0]
        try Gallery.checkCount(rows, path)
        let bytes = rows * header.dimension * MemoryLayout<Float>.stride
        if rows > 0 {
            guard let offset = embeddings.offset, offset <= fileBytes - bytes else {
                throw GalleryError(.damaged, path, "is cut short: /embeddings lies beyond its end")
            }
            guard offset % alignment == 0 else {
                throw GalleryError(
                    .notAGallery, path, "/embeddings does not begin at a multiple of \(alignment) bytes")
            }
        }
        return Contents(
            header: header, root: root, sampleBytes: try identifierBytes("sample_ids", rows: rows, file),
            personBytes: try identifierBytes("person_ids", rows: rows, file),
            offset: rows > 0 ? embeddings.offset : nil)
    }

    private static func identifierBytes(
        _ name: String, rows: Int, _ file: borrowing HDF5File
    ) throws -> [UInt8] {
        let dataset = try HDF5Dataset(name, in: file)
        guard dataset.isPlainBytes, dataset.shape == [rows, identifierBytes] else {
            throw GalleryError(
                .notAGallery, file.path,
                "/\(name) is not a contiguous uint8 table of \(rows) × \(identifierBytes)")
        }
        return try dataset.bytes()
    }

    private static func readHeader(
        _ file: borrowing HDF5File
    ) throws -> (header: GalleryHeader, root: String) {
        guard let format = try file.integerAttribute("format"), try file.textAttribute("metric") != nil else {
            throw GalleryError(
                .notAGallery, file.path,
                "is HDF5, but not a gallery; import plain embeddings with `gallery import`")
        }
        guard format == Self.format else {
            throw GalleryError(
                .notAGallery, file.path, "has format \(format), this program reads \(Self.format)")
        }
        guard let modelText = try file.textAttribute("model_id"), let model = try? ModelID(modelText),
            let dimension = try file.integerAttribute("dimension").flatMap(Int.init(exactly:)),
            let generation = try file.integerAttribute("generation"),
            let created = try file.integerAttribute("created"),
            let root = try file.textAttribute("root"),
            let sections = try? readSections(file)
        else { throw GalleryError(.damaged, file.path, "its attributes are not complete") }
        let header = GalleryHeader(
            model: model, dimension: dimension, generation: generation, sections: sections,
            createdMilliseconds: created)
        try header.check(subject: file.path)
        guard try file.textAttribute("metric") == GalleryHeader.metric,
            try file.textAttribute("header_hash") == header.hash(root: root)
        else { throw GalleryError(.damaged, file.path, "its attributes do not match their hash") }
        return (header, root)
    }

    private static func readSections(_ file: borrowing HDF5File) throws -> [SectionID] {
        let dataset = try HDF5Dataset("sections", in: file)
        guard case .fixedText = dataset.kind, dataset.shape.count == 1,
            dataset.shape[0] <= GalleryLimits.maximumSections
        else { throw GalleryError(.damaged, file.path, "/sections is not a list of texts of fixed length") }
        return try dataset.texts().map { try SectionID($0) }
    }
}

extension UnsafeRawBufferPointer {
    /// A place to read from, also where there is nothing to read.
    fileprivate var pointer: UnsafeRawPointer {
        baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    }
}
