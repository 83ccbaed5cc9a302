import Attendance
import Replication
import SQLite

/// Faces that nobody has named yet; each function is part of the caller's transaction.
package enum UnknownFaceTable {
    /// One sighting.
    struct Seen: Sendable {
        let model: ModelID
        let embedding: Embedding
        let quality: Float
        /// Similarity to the enrolled person that comes nearest.
        let nearest: Float?
        /// Who that is, where a human may think so, too.
        let nearestPerson: PersonID?
        let crop: [UInt8]?
        /// Milliseconds since 1970 UTC.
        let at: Int64
    }

    /// Adds a sighting to the face that it resembles by `sameFrom` or more, else keeps it as a new face. The clearest
    /// sighting stands for the face. While the gallery lease is over nothing is stored, and each sighting is a face of
    /// its own.
    static func remember(
        _ seen: Seen, newID: UnknownFaceID, sameFrom: Float, in connection: Connection
    ) throws -> UnknownFaceID {
        guard let key = try LeaseTable.key(in: connection) else { return newID }
        if let known = try mostSimilar(to: seen, key, in: connection), known.similarity >= sameFrom {
            try connection.execute(
                "UPDATE unknown_faces SET sightings = sightings + 1, last_seen = max(last_seen, ?) WHERE id = ?",
                seen.at, known.face.bytes)
            try connection.execute(
                """
                UPDATE unknown_faces SET embedding = ?, quality = ?, crop = ?, nearest = ?, nearest_person = ?
                WHERE id = ? AND quality < ? AND person IS NULL
                """,
                key.seal(seen.embedding, as: .unknownFace(known.face, seen.model)), seen.quality,
                seen.crop.map { key.seal($0, as: .crop(known.face)) }, seen.nearest, seen.nearestPerson?.bytes,
                known.face.bytes, seen.quality)
            return known.face
        }
        try connection.execute(
            "INSERT INTO unknown_faces VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, NULL)",
            newID.bytes, seen.model.text, key.seal(seen.embedding, as: .unknownFace(newID, seen.model)), seen.quality,
            seen.at, seen.at, seen.nearest, seen.nearestPerson?.bytes,
            seen.crop.map { key.seal($0, as: .crop(newID)) })
        try connection.execute(
            """
            DELETE FROM unknown_faces WHERE id IN (
                SELECT id FROM unknown_faces WHERE id <> ?1 ORDER BY person IS NOT NULL, last_seen, id
                LIMIT max(0, (SELECT count(*) FROM unknown_faces) - ?2))
            """, newID.bytes, EdgeLimits.unknownFaces)
        return newID
    }

    package static func find(_ face: UnknownFaceID, in connection: Connection) throws -> UnknownFace? {
        let key = try LeaseTable.key(in: connection)
        return try connection.first("SELECT * FROM unknown_faces WHERE id = ?", face.bytes) { try read($0, key) }
    }

    /// Faces that nobody has named, the latest first.
    static func unlabelled(in connection: Connection) throws -> [UnknownFace] {
        let key = try LeaseTable.key(in: connection)
        return try connection.query(
            "SELECT * FROM unknown_faces WHERE person IS NULL ORDER BY last_seen DESC, id"
        ) { try read($0, key) }
    }

    static func unlabelledCount(in connection: Connection) throws -> Int {
        try connection.first("SELECT count(*) FROM unknown_faces WHERE person IS NULL") { try $0.int(0) } ?? 0
    }

    /// The face has a name now; its photograph is not needed any more.
    static func label(_ face: UnknownFaceID, as person: PersonID, in connection: Connection) throws {
        try connection.execute(
            "UPDATE unknown_faces SET person = ?, crop = NULL WHERE id = ?", person.bytes, face.bytes)
    }

    private static func read(_ row: Row, _ key: LeaseKey?) throws -> UnknownFace {
        let (id, model): (UnknownFaceID, ModelID) = (try row.identifier("id"), try ModelID(row.text("model")))
        let (embedding, crop) = (try row.blob("embedding"), try row.blobIfPresent("crop"))
        return UnknownFace(
            id: id, model: model, embedding: key?.openEmbedding(embedding, as: .unknownFace(id, model)),
            quality: Float(try row.real("quality")),
            sightings: try row.int("sightings"), firstSeen: try row.integer("first_seen"),
            lastSeen: try row.integer("last_seen"), nearest: try row.realIfPresent("nearest").map { Float($0) },
            nearestPerson: try row.identifierIfPresent("nearest_person"),
            crop: crop.flatMap { key?.open($0, as: .crop(id)) },
            person: try row.identifierIfPresent("person"))
    }

    private static func mostSimilar(
        to seen: Seen, _ key: LeaseKey, in connection: Connection
    ) throws -> (face: UnknownFaceID, similarity: Float)? {
        var best: (face: UnknownFaceID, similarity: Float)?
        try connection.forEach(
            "SELECT id, embedding FROM unknown_faces WHERE model = ?", seen.model.text
        ) { row in
            let face: UnknownFaceID = try row.identifier(0)
            guard let plain = key.open(try row.blob(1), as: .unknownFace(face, seen.model)) else { return }
            let similarity = plain.withUnsafeBytes { cosine(seen.embedding.values, $0) }
            if similarity > best?.similarity ?? -.infinity { best = (face, similarity) }
        }
        return best
    }

    /// Of two unit vectors, the second as stored; −1 for one of another dimension.
    private static func cosine(_ values: [Float], _ stored: UnsafeRawBufferPointer) -> Float {
        guard stored.count == 4 * values.count else { return -1 }
        return values.indices.reduce(into: Float(0)) { sum, index in
            let bits = stored.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
            sum += values[index] * Float(bitPattern: UInt32(littleEndian: bits))
        }
    }
}
