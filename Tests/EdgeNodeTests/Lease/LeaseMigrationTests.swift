import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Replication
import Service
import SQLite
import TestSupport
import Testing

/// A node of the release before galleries were sealed.
struct LeaseMigrationTests {
    @Test func plainFacesOfAnOlderReleaseAreSealedAtTheFirstStart() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let folder = DataFolder(path: path + "/data")
            try Folder.createPrivate(folder.path)
            let (person, sample, face) = (PersonID(UUID()), SampleID(UUID()), UnknownFaceID(UUID()))
            let (embedding, stranger) = (TestNode.embedding(1, turned: 0.3), TestNode.embedding(4, turned: 0.7))
            let crop = Array("a photograph of a stranger".utf8)
            let gallery = try Gallery(
                header: GalleryHeader(
                    model: TestNode.model, dimension: TestNode.dimension, generation: 1, createdMilliseconds: 0),
                rows: [GalleryRow(sampleID: sample, personID: person, embedding: embedding)])
            let file = try GalleryStore(folder: folder.gallery, model: TestNode.model).publish(gallery).fileName
            let index = try #require(NodeSchema.migrations.firstIndex { $0.name == "gallery lease" })
            let old = try Connection(path: folder.database, mode: .readWrite)
            try old.prepareForUse(Array(NodeSchema.migrations[..<index]))
            try old.execute(
                """
                INSERT INTO samples (id, person, model, embedding, quality, origin, created)
                VALUES (?, ?, ?, ?, 0.9, 'photograph', 1)
                """, sample.bytes, person.bytes, TestNode.model.text, embedding.littleEndianBytes)
            try old.execute(
                "INSERT INTO unknown_faces VALUES (?, ?, ?, 0.5, 1, 1, 1, NULL, NULL, ?, NULL)",
                face.bytes, TestNode.model.text, stranger.littleEndianBytes, crop)
            try old.execute("UPDATE gallery SET pointer = ?, generation = 1", file)
            old.close()
            func traces(_ needle: [UInt8]) throws -> [String] {
                try (Folder.files(in: folder.path) + Folder.files(in: folder.gallery)).filter {
                    Data(try PrivateFile.read($0, maximumBytes: 1 << 28)).range(of: Data(needle)) != nil
                }
            }
            // The negative control: database and gallery, database, database.
            #expect(try traces(embedding.littleEndianBytes).count == 2)
            #expect(try traces(stranger.littleEndianBytes).count == 1 && traces(crop).count == 1)

            let node = try await TestNode(path: folder.path)
            let keeper = try node.keeper()
            try await keeper.open()
            #expect(keeper.matcher?.matches(embedding, count: 1).first?.personID == person)
            for needle in [embedding.littleEndianBytes, stranger.littleEndianBytes, crop] {
                #expect(try traces(needle) == [])
            }
            let kept = try await node.store.read { try UnknownFaceTable.find(face, in: $0) }
            #expect(kept?.embedding == stranger && kept?.crop == crop)
            await node.store.close()
        }
    }
}
