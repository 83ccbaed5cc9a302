import Attendance
import Replication
import SQLite

/// All faces in the node's tables, when their key changes; part of the caller's transaction.
enum SealedFaces {
    /// Seals every face with `key`; `plain` opens what is stored now. What it cannot open is deleted.
    static func sealAll(
        with key: LeaseKey, in connection: Connection, plain: ([UInt8], LeaseKey.Subject) -> [UInt8]?
    ) throws {
        let samples: [(SampleID, ModelID)] = try connection.query("SELECT id, model FROM samples") {
            (try $0.identifier(0), try ModelID($0.text(1)))
        }
        for (id, model) in samples {
            try seal("samples", "embedding", id.bytes, .sample(id, model), key, plain, in: connection)
        }
        let faces: [(UnknownFaceID, ModelID)] = try connection.query("SELECT id, model FROM unknown_faces") {
            (try $0.identifier(0), try ModelID($0.text(1)))
        }
        for (id, model) in faces {
            try seal("unknown_faces", "embedding", id.bytes, .unknownFace(id, model), key, plain, in: connection)
            try seal("unknown_faces", "crop", id.bytes, .crop(id), key, plain, in: connection)
        }
    }

    /// The same for rows that are not sealed yet.
    static func sealAll(
        with key: LeaseKey, in connection: Connection, plain: ([UInt8]) -> [UInt8]
    ) throws {
        try sealAll(with: key, in: connection) { stored, _ in plain(stored) }
    }

    private static func seal(
        _ table: String, _ column: String, _ id: [UInt8], _ subject: LeaseKey.Subject, _ key: LeaseKey,
        _ plain: ([UInt8], LeaseKey.Subject) -> [UInt8]?, in connection: Connection
    ) throws {
        let stored = try connection.first("SELECT \(column) FROM \(table) WHERE id = ?", id) { try $0.blobIfPresent(0) }
        guard let stored, let stored else { return }
        guard let opened = plain(stored, subject) else {
            try connection.execute("DELETE FROM \(table) WHERE id = ?", id)
            return
        }
        try connection.execute(
            "UPDATE \(table) SET \(column) = ? WHERE id = ?", key.seal(opened, as: subject), id)
    }
}
