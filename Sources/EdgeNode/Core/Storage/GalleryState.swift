import Attendance
import Gallery
import SQLite
import Service

/// Which gallery file is current, and what it was made from: one row.
package struct GalleryState: Sendable {
    package let pointer: String?
    package let generation: Int64
    /// Counts changes to the samples.
    package let changes: Int64
    /// The count that the current gallery was made from.
    package let published: Int64
    /// The count at the latest removal of a sample.
    let removed: Int64

    package var isStale: Bool { changes > published }
    /// Whether older gallery files hold samples that were removed since.
    package var mustForget: Bool { removed > published }

    package static func read(_ connection: Connection) throws -> GalleryState {
        let state = try connection.first("SELECT * FROM gallery") { row in
            GalleryState(
                pointer: try row.textIfPresent("pointer"), generation: try row.integer("generation"),
                changes: try row.integer("changes"), published: try row.integer("published"),
                removed: try row.integer("removed"))
        }
        guard let state else {
            throw Failure(.dataError, "The node's database has lost its gallery row", advice: "Restore or join anew.")
        }
        return state
    }

    package static func samplesChanged(removing: Bool, in connection: Connection) throws {
        try connection.execute("UPDATE gallery SET changes = changes + 1")
        if removing { try connection.execute("UPDATE gallery SET removed = changes") }
    }

    /// The samples of one model and dimension, and how many samples there are besides.
    package static func rows(
        model: ModelID, dimension: Int, in connection: Connection
    ) throws -> (rows: [GalleryRow], others: Int) {
        let all = try connection.first("SELECT count(*) FROM samples") { try $0.int(0) } ?? 0
        let rows = try connection.query(
            "SELECT id, person, embedding FROM samples WHERE model = ? AND length(embedding) = ?",
            model.text, 4 * dimension
        ) { row in
            GalleryRow(
                sampleID: try row.identifier(0), personID: try row.identifier(1),
                embedding: try Embedding(littleEndianBytes: row.blob(2)))
        }
        return (rows, all - rows.count)
    }
}
