import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import TestSupport
import Testing

@Suite("Gallery tools")
struct PlainImportTests {
    private static let model = try! ModelID(String(repeating: "a", count: 64))

    /// Two samples of one person and one of another.
    private static func gallery() throws -> Gallery {
        let vectors: [(String, [Float])] = [("Anna", [1, 0, 0]), ("Anna", [0, 1, 0]), ("Bo", [0, 0, 1])]
        let rows = try vectors.map { label, values in
            let person = StableIdentifier.person(label: label)
            let embedding = try Embedding(values)
            return GalleryRow(
                sampleID: StableIdentifier.sample(of: person, model: model, embedding), personID: person,
                embedding: embedding)
        }
        return try Gallery(
            header: GalleryHeader(model: model, dimension: 3, generation: 1, createdMilliseconds: 5),
            rows: rows)
    }

    private static func label(_ person: PersonID) -> String {
        person == StableIdentifier.person(label: "Anna") ? "Anna" : "Bo"
    }

    @Test("What was exported comes back as the same people and samples, each time")
    func roundTrip() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let plain = folder + "/plain.h5"
            try PlainEmbeddings.export(Self.gallery(), to: plain, label: Self.label)
            let enrolments = try PlainImport.enrolments(
                path: plain, model: Self.model, dimension: 3, createdMilliseconds: 9)
            #expect(enrolments.map(\.person.name) == ["Anna", "Bo"])
            #expect(enrolments.map(\.samples.count) == [2, 1])
            #expect(enrolments.flatMap(\.samples).allSatisfy { $0.origin == .imported && $0.created == 9 })

            let output = folder + "/gallery.h5"
            let imported = try PlainImport.importFile(
                plain, to: output, model: ImportedModel(embedder: nil, modelID: Self.model.text, packs: nil))
            #expect(imported.people == 2 && imported.samples == 3)
            let listing = try GalleryListing(path: output)
            #expect(listing.inspection.root == (try Self.gallery().root))
            #expect(listing.inspection.modelId == Self.model)
            #expect(listing.text(rows: true).contains(StableIdentifier.person(label: "Bo").description))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "gallery.h5", "plain.h5",
                ])
        }
    }

    @Test("An existing file is not overwritten, a wrong dimension and a missing model are refused")
    func refusals() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let plain = folder + "/plain.h5"
            try PlainEmbeddings.export(Self.gallery(), to: plain, label: Self.label)
            #expect(throws: (any Error).self) { try GalleryOutput.write(Self.gallery(), to: plain) }
            #expect(throws: (any Error).self) {
                try PlainImport.enrolments(
                    path: plain, model: Self.model, dimension: 128, createdMilliseconds: 0)
            }
            #expect(throws: (any Error).self) { try ImportedModel(embedder: nil, modelID: nil, packs: nil) }
            #expect(throws: (any Error).self) { try ImportedModel(embedder: nil, modelID: "abc", packs: nil) }
            #expect(throws: (any Error).self) {
                try ImportedModel(embedder: "sface", modelID: Self.model.text, packs: nil)
            }
        }
    }

    @Test("A gallery that was changed after it was written is said to be damaged")
    func damaged() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/gallery.h5"
            try GalleryOutput.write(Self.gallery(), to: path)
            var bytes = try Data(contentsOf: URL(filePath: path))
            // The last bytes are those of the last embedding or of padding; the first 1.0 is surely an
            // embedding.
            let one = try #require(bytes.range(of: Data([0, 0, 0x80, 0x3F])))
            bytes[one.upperBound - 1] = 0x3E
            try bytes.write(to: URL(filePath: path))
            #expect {
                try GalleryInspection.open(path)
            } throws: { error in
                (error as? GalleryError)?.code == .damaged
            }
        }
    }

    @Test("More samples than an enrolment may have: the first ones are taken; equal vectors are one sample")
    func manySamples() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let person = StableIdentifier.person(label: "Anna")
            let rows = try (0..<100).map { index -> GalleryRow in
                let angle = Double(index % 90) / 100
                let embedding = try Embedding([Float(cos(angle)), Float(sin(angle))])
                return GalleryRow(
                    sampleID: StableIdentifier.sample(
                        of: StableIdentifier.person(label: "\(index)"), model: Self.model, embedding),
                    personID: person, embedding: embedding)
            }
            let gallery = try Gallery(
                header: GalleryHeader(model: Self.model, dimension: 2, generation: 1, createdMilliseconds: 0),
                rows: rows)
            try PlainEmbeddings.export(gallery, to: folder + "/p.h5") { _ in "Anna" }
            let enrolments = try PlainImport.enrolments(
                path: folder + "/p.h5", model: Self.model, dimension: nil, createdMilliseconds: 0)
            #expect(enrolments.count == 1)
            #expect(enrolments[0].samples.count == Enrolment.maximumSamples)
            #expect(Set(enrolments[0].samples.map(\.embedding)).count == Enrolment.maximumSamples)
        }
    }
}
