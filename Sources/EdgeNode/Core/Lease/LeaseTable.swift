import Attendance
import Replication
import SQLite
import Service

/// The node's gallery lease: one row; each function is part of the caller's transaction.
package enum LeaseTable {
    /// The key that opens the faces in the tables; nil when the lease is over.
    package static func key(in connection: Connection) throws -> LeaseKey? {
        try connection.first("SELECT key FROM lease") { try $0.blobIfPresent(0) }.flatMap(\.self)
            .flatMap(LeaseKey.init(bytes:))
    }

    /// Throws `LeaseOver` where there is none.
    static func requireKey(in connection: Connection) throws -> LeaseKey {
        guard let key = try key(in: connection) else { throw LeaseOver() }
        return key
    }

    package static func state(in connection: Connection) throws -> LeaseState {
        let state = try connection.first("SELECT key, lease, ended FROM lease") { row in
            LeaseState(
                key: try row.blobIfPresent("key").flatMap(LeaseKey.init(bytes:)),
                lease: try row.blobIfPresent("lease").map { try WireCoding.decode(GalleryLease.self, from: $0) },
                ended: try row.textIfPresent("ended").flatMap(LeaseEnd.init(rawValue:)))
        }
        guard let state else {
            throw Failure(.dataError, "The node's database has lost its lease", advice: "Restore or join anew.")
        }
        return state
    }

    package static func set(_ lease: GalleryLease, in connection: Connection) throws {
        try connection.execute("UPDATE lease SET lease = ?", try WireCoding.encode(lease))
    }

    /// Takes over what the hub gave. With the key of before, all faces open again; where they are sealed with another
    /// one, they are sealed anew, or fetched from the hub again if that key is gone.
    /// - Returns: whether galleries have to be made anew.
    package static func renew(
        _ lease: GalleryLease, key: LeaseKey, in connection: Connection
    ) throws -> Bool {
        let before = try self.key(in: connection)
        try set(lease, in: connection)
        guard before != key else { return false }
        let isSame = try connection.first("SELECT sealed_by = ? FROM lease", key.digest) { try $0.bool(0) } ?? false
        if let before {
            try SealedFaces.sealAll(with: key, in: connection) { before.open($0, as: $1) }
            try GalleryState.samplesChanged(removing: true, in: connection)
        } else if !isSame {
            try forgetSealed(restoringWith: key, in: connection)
        }
        try connection.execute("UPDATE lease SET key = ?, sealed_by = ?, ended = NULL", key.bytes, key.digest)
        return true
    }

    /// The key goes, and with it every face; what it sealed stays, for the day when the hub gives it again. The log is
    /// to be emptied afterwards.
    package static func end(_ reason: LeaseEnd, in connection: Connection) throws {
        try connection.execute("UPDATE lease SET key = NULL, ended = ?", reason.rawValue)
        try connection.execute("UPDATE gallery SET pointer = NULL")
    }

    /// Nothing that is stored can be opened ever again: it is pulled from the beginning. What the hub does not have yet
    /// is still in the outbox.
    private static func forgetSealed(restoringWith key: LeaseKey, in connection: Connection) throws {
        try RosterTable.forgetPulled(in: connection)
        try connection.execute("UPDATE replication SET cursor = NULL")
        try connection.execute("DELETE FROM unknown_faces")
        let own = try connection.query("SELECT id, local_sequence FROM samples") {
            (id: try $0.identifier(0) as SampleID, sequence: try $0.integerIfPresent(1))
        }
        for (id, sequence) in own {
            let line = try connection.first("SELECT line FROM outbox WHERE sequence = ?", sequence) { try $0.blob(0) }
            let operation = try line.map { try WireCoding.decode(OutboxOperation.self, from: $0) }
            guard case .enrolment(let enrolment)? = operation?.content,
                let sample = enrolment.samples.first(where: { $0.id == id })
            else {
                try connection.execute("DELETE FROM samples WHERE id = ?", id.bytes)
                continue
            }
            try connection.execute(
                "UPDATE samples SET embedding = ? WHERE id = ?",
                key.seal(sample.embedding, as: .sample(id, sample.model)), id.bytes)
        }
        try GalleryState.setVerified(false, in: connection)
        try GalleryState.samplesChanged(removing: true, in: connection)
    }
}
