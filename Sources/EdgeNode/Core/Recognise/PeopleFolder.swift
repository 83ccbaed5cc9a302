import Attendance
import Foundation
import Gallery
import Service
import Vision

/// Labelled photographs (`PhotographFolder`) as a gallery, for trying things out without a hub.
package enum PeopleFolder {
    package struct Outcome: Sendable {
        package let known: KnownPeople
        /// Photographs that were left out, each with why: one line.
        package let problems: [String]
    }

    /// Throws `Failure` when not one photograph could be used.
    package static func enrol(
        _ folder: String, analyser: FaceAnalyser, workers: Int, createdMilliseconds: Int64
    ) async throws -> Outcome {
        let photographs = PhotographFolder.photographs(in: folder)
        guard !photographs.isEmpty else {
            throw Failure(
                .noInput, "\(folder): no photographs of people",
                advice: "It needs a sub-folder per person, or files such as anna.jpg and anna-2.jpg.")
        }
        let found = await ParallelMap.map(photographs, workers: workers, title: "Enrolling") { photograph in
            Result { try mainFace(of: photograph.path, analyser) }
        }
        var rows: [GalleryRow] = []
        var problems: [String] = []
        var names: [PersonID: String] = [:]
        for (photograph, result) in zip(photographs, found) {
            switch result {
            case .success(let embedding):
                let person = StableIdentifier.person(label: photograph.label)
                let sample = StableIdentifier.sample(of: person, model: analyser.modelID, embedding)
                guard !rows.contains(where: { $0.sampleID == sample }) else { continue }
                rows.append(GalleryRow(sampleID: sample, personID: person, embedding: embedding))
                names[person] = photograph.label
            case .failure(let error):
                problems.append("\(photograph.path): \((error as? Failure)?.message ?? "\(error)")")
            }
        }
        guard let dimension = rows.first?.embedding.dimension else {
            throw Failure(.dataError, "\(folder): no photograph can be used. " + (problems.first ?? ""))
        }
        let header = GalleryHeader(
            model: analyser.modelID, dimension: dimension, generation: 1,
            createdMilliseconds: createdMilliseconds)
        return Outcome(
            known: KnownPeople(gallery: try Gallery(header: header, rows: rows), names: names),
            problems: problems)
    }

    private static func mainFace(of path: String, _ analyser: FaceAnalyser) throws -> Embedding {
        let image = try analyser.decode(PhotographFile.read(path))
        guard let main = try MainFace.find(in: image, by: analyser),
            let face = try analyser.embed([main], as: .reference).first
        else {
            throw Failure(.dataError, "no face was found; left out")
        }
        return try Embedding(face.embedding)
    }
}
