import Attendance

/// Plain files of labels and embeddings, as scripts around face networks write them: an HDF5 file with one
/// dataset of vectors [n, d] and one of labels [n].
package enum PlainEmbeddings {
    package struct Row: Sendable, Equatable {
        package let label: String
        /// Brought to unit length.
        package let embedding: Embedding
    }

    /// Names that the dataset of vectors may have, in order of preference; capitals do not matter.
    static let vectorNames = ["embeddings", "embedding", "encodings", "features", "vectors", "x"]
    /// Names that the dataset of labels may have.
    static let labelNames = [
        "labels", "label", "names", "name", "persons", "people", "person_ids", "ids", "y",
    ]

    /// Reads all rows. Vectors may be floating-point numbers of any size, compressed or not; labels may be
    /// texts of fixed or variable length, or whole numbers.
    ///
    /// Throws `GalleryError`: `missing`, `notHDF5`, `damaged`, `tooLarge`, `unknownLayout` (with the names
    /// that the file has), or `badRow` for a vector of zeros or with a value that is not finite.
    package static func read(path: String) throws -> [Row] {
        // Its checks are wanted, too: the file exists, is one, is not empty, is not too large.
        let fileBytes = try MappedFile(path: path).bytes.count
        let (labels, values) = try HDF5.exclusively { try contents(path, fileBytes: fileBytes) }
        let dimension = labels.isEmpty ? 0 : values.count / labels.count
        return try labels.enumerated().map { index, label in
            let vector = values[index * dimension..<(index + 1) * dimension]
            return Row(label: label, embedding: try normalised(vector, row: index, path))
        }
    }

    private static func contents(_ path: String, fileBytes: Int) throws -> (labels: [String], values: [Float]) {
        let file = try HDF5File(reading: path)
        let names = try file.names()
        guard let vectorName = first(of: vectorNames, in: names),
            let labelName = first(of: labelNames, in: names)
        else {
            throw GalleryError(
                .unknownLayout, path,
                "needs a dataset of vectors (called \(vectorNames[0])) and one of labels "
                    + "(called \(labelNames[0])); it has "
                    + (names.isEmpty ? "none" : names.joined(separator: ", ")))
        }
        let vectors = try HDF5Dataset(vectorName, in: file)
        let labels = try HDF5Dataset(labelName, in: file)
        guard case .float = vectors.kind, vectors.shape.count == 2, vectors.shape[1] > 0 else {
            throw GalleryError(
                .unknownLayout, path, "\"\(vectorName)\" is not a table of floating-point numbers")
        }
        let isColumn = labels.shape.count == 1 || labels.shape.count == 2 && labels.shape[1] == 1
        guard isColumn, labels.shape[0] == vectors.shape[0] else {
            throw GalleryError(
                .unknownLayout, path,
                "\"\(vectorName)\" has \(vectors.shape[0]) rows, \"\(labelName)\" is not a list of as many")
        }
        try checkSize(rows: vectors.shape[0], dimension: vectors.shape[1], path)
        let most = fileBytes * GalleryLimits.maximumImportedRatio
        guard vectors.memoryBytes <= most, labels.memoryBytes <= most else {
            throw GalleryError(.damaged, path, "says that it holds more than a file of \(fileBytes) bytes can")
        }
        return (try texts(labels, path), try vectors.floats())
    }

    private static func first(of candidates: [String], in names: [String]) -> String? {
        candidates.lazy.compactMap { candidate in names.first { $0.lowercased() == candidate } }.first
    }

    private static func checkSize(rows: Int, dimension: Int, _ path: String) throws {
        guard dimension <= GalleryLimits.maximumDimension, rows <= GalleryLimits.maximumImportedRows,
            rows * dimension * MemoryLayout<Float>.stride <= GalleryLimits.maximumImportedBytes
        else {
            throw GalleryError(
                .tooLarge, path,
                "has \(rows) × \(dimension) values; import at most "
                    + "\(GalleryLimits.maximumImportedRows) rows, "
                    + "\(GalleryLimits.maximumDimension) columns and "
                    + "\(GalleryLimits.maximumImportedBytes) bytes at once")
        }
    }

    private static func texts(_ labels: borrowing HDF5Dataset, _ path: String) throws -> [String] {
        switch labels.kind {
        case .fixedText, .variableText: return try labels.texts()
        case .integer: return try labels.integers().map { String($0) }
        default:
            throw GalleryError(
                .unknownLayout, path, "\"\(labels.name)\" holds neither texts nor whole numbers")
        }
    }

    private static func normalised(
        _ vector: ArraySlice<Float>, row: Int, _ path: String
    ) throws -> Embedding {
        // In double precision: the square of a large float32 is not finite.
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0,
            let embedding = try? Embedding(vector.map { Float(Double($0) / length) })
        else {
            throw GalleryError(
                .badRow, path, "row \(row) is a vector of zeros or has values that are not numbers")
        }
        return embedding
    }

    /// Writes a gallery as such a file: `/embeddings` float32 [n, d] and `/labels`, texts. Throws `storage`,
    /// also where a file of this name exists; nothing is left then.
    package static func export(_ gallery: Gallery, to path: String, label: (PersonID) -> String) throws {
        let labels = (0..<gallery.count).map { label(gallery.personID(ofRow: $0)) }
        guard labels.allSatisfy({ $0.utf8.count <= GalleryLimits.maximumTextBytes }) else {
            throw GalleryError(
                .tooLarge, path, "a label is longer than \(GalleryLimits.maximumTextBytes) bytes")
        }
        try GalleryWriter.write(path: path) { file in
            try file.writeAttribute("model_id", gallery.header.model.text)
            try file.writeTexts("labels", labels)
            try gallery.matrix.withValues {
                try file.writeMatrix(
                    "embeddings", rows: gallery.count, columns: gallery.header.dimension, of: .float32,
                    from: $0)
            }
        }
    }
}
