import Attendance
import FoundationEssentials
import Glibc

extension Gallery {
    /// Opens a gallery file (see `GalleryFile`); its embeddings are mapped, not copied.
    ///
    /// Throws `GalleryError`: `missing`, `notHDF5`, `notAGallery`, `damaged`, `tooLarge`, `storage`, or
    /// `otherModel` when the file is whole but its embeddings come from another network than `model`.
    /// - Parameter verify: whether all rows are read and compared with the root. Without it, damage inside
    ///   the rows stays unseen; only for files that this process has verified before.
    package static func open(path: String, model: ModelID, verify: Bool = true) throws -> Gallery {
        guard !SealedGalleryFile.isOne(path) else {
            throw GalleryError(
                .notHDF5, path, "is sealed with a node's key; name that node's data folder, too (--data)")
        }
        return try openPlain(path: path, model: model, verify: verify)
    }

    /// The same of a sealed file where there is a key. Its embeddings are mapped from a plain copy in memory. Whatever
    /// opens by the key is what this node has sealed, so damage is found without `verify`, too.
    /// - Parameter name: what the file is called when it is complete; nil: as it is called now.
    package static func open(
        path: String, model: ModelID, key: [UInt8]?, name: String? = nil, verify: Bool = true
    ) throws -> Gallery {
        guard let key else { return try open(path: path, model: model, verify: verify) }
        let name = name ?? path.split(separator: "/").last.map(String.init) ?? path
        let memory = try SealedGalleryFile.open(path: path, name: name, key: key)
        // The mapping outlives the descriptor.
        defer { close(memory) }
        do {
            return try openPlain(path: HDF5File.inMemory + "\(memory)", model: model, verify: verify)
        } catch let error as GalleryError {
            throw GalleryError(error.code, path, error.problem)
        }
    }

    private static func openPlain(path: String, model: ModelID, verify: Bool) throws -> Gallery {
        let file = try MappedFile(path: path)
        try GalleryFile.checkLayout(of: file.bytes, path: path)
        let contents = try HDF5.exclusively { try GalleryFile.read(path: path, fileBytes: file.bytes.count) }
        guard contents.header.model == model else {
            throw GalleryError(
                .otherModel(found: contents.header.model, expected: model), path,
                "holds embeddings of model \(contents.header.model.short), but this program uses model "
                    + "\(model.short); use that model's pack, or enrol again")
        }
        let rows = contents.personBytes.count / GalleryFile.identifierBytes
        let columns = contents.header.dimension
        let matrix =
            contents.offset.map { EmbeddingMatrix(rows: rows, columns: columns, in: file, at: $0) }
            ?? EmbeddingMatrix(rows: 0, columns: columns) { _ in }
        let samples: [SampleID] = identifiers(contents.sampleBytes)
        let people: [PersonID] = identifiers(contents.personBytes)
        if verify {
            guard GalleryRoot.compute(samples: samples, people: people, matrix: matrix) == contents.root
            else {
                throw GalleryError(
                    .damaged, path, "its rows do not match its root hash; fetch it again from the hub")
            }
            guard matrix.allRows(Embedding.isUnitVector) else {
                throw GalleryError(.damaged, path, "holds an embedding that is not of unit length")
            }
        }
        return try Gallery(
            header: contents.header, samples: samples, people: people, matrix: matrix,
            statedRoot: contents.root,
            subject: path)
    }

    private static func identifiers<Subject>(_ bytes: [UInt8]) -> [Identifier<Subject>] {
        bytes.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: GalleryFile.identifierBytes).map { start in
                Identifier(UUID(uuid: buffer.loadUnaligned(fromByteOffset: start, as: uuid_t.self)))
            }
        }
    }
}
