import Attendance
import Gallery
import Service

/// Brings plain labels + embeddings files into Rollcall. Such a file does not say which network made it:
/// whoever imports it has to.
package enum PlainImport {
    /// Everybody in the file as an enrolment: labels become names, see `StableIdentifier` for the
    /// identifiers. Equal vectors of one label are one sample; beyond `Enrolment.maximumSamples` the first
    /// ones are taken.
    ///
    /// Throws `GalleryError` for a file that cannot be read, `Failure` for a dimension other than
    /// `dimension`, and `AttendanceError` for a label that no person may have as a name.
    package static func enrolments(
        path: String, model: ModelID, dimension: Int?, createdMilliseconds: Int64
    ) throws -> [Enrolment] {
        let rows = try PlainEmbeddings.read(path: path)
        guard let first = rows.first else { throw Failure(.dataError, "\(path): holds no rows") }
        if let dimension, first.embedding.dimension != dimension {
            throw Failure(
                .dataError,
                "\(path): has \(first.embedding.dimension) columns, the model's embeddings have \(dimension)",
                advice: "Name the model that made the file.")
        }
        return try Dictionary(grouping: rows, by: \.label).sorted { $0.key < $1.key }.map { label, rows in
            let person = try Person(id: StableIdentifier.person(label: label), name: label)
            var known: Set<SampleID> = []
            let samples = rows.compactMap { row -> Sample? in
                let id = StableIdentifier.sample(of: person.id, model: model, row.embedding)
                guard known.insert(id).inserted else { return nil }
                return Sample(
                    id: id, person: person.id, model: model, embedding: row.embedding,
                    quality: unknownQuality, origin: .imported, created: createdMilliseconds)
            }
            return try Enrolment(person: person, samples: Array(samples.prefix(Enrolment.maximumSamples)))
        }
    }

    /// There is no photograph to judge.
    private static let unknownQuality: Float = 0.5

    /// The same people as a gallery of the first generation.
    package static func gallery(_ enrolments: [Enrolment], createdMilliseconds: Int64) throws -> Gallery {
        let samples = enrolments.flatMap(\.samples)
        guard let first = samples.first else {
            throw Failure(.dataError, "There is nobody to put into a gallery")
        }
        let header = GalleryHeader(
            model: first.model, dimension: first.embedding.dimension, generation: 1,
            createdMilliseconds: createdMilliseconds)
        return try Gallery(header: header, rows: samples.map { GalleryRow($0) })
    }
}

extension PlainImport {
    /// From a plain file to a gallery file. Throws as `enrolments` and `GalleryOutput.write` do.
    package static func importFile(
        _ path: String, to output: String, model: ImportedModel
    ) throws -> (people: Int, samples: Int) {
        let now = SystemTime().wallMilliseconds()
        let enrolments = try enrolments(
            path: path, model: model.id, dimension: model.dimension, createdMilliseconds: now)
        let gallery = try gallery(enrolments, createdMilliseconds: now)
        try GalleryOutput.write(gallery, to: output)
        return (enrolments.count, gallery.count)
    }
}
