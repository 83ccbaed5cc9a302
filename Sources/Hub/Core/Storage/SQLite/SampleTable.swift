import Attendance
import SQLite

/// Reads samples as they came: under the id that they were made for.
enum SampleTable {
    private static let columns = "SELECT id, person, model, embedding, quality, origin, created FROM samples"

    static func samples(of person: PersonID, in database: Connection) throws -> [Sample] {
        try database.query("\(columns) WHERE person = ? ORDER BY id", person, map: sample)
    }

    static func all(in database: Connection) throws -> [Sample] {
        try database.query("\(columns) ORDER BY id", map: sample)
    }

    /// Of the latest change of this table; 0 before the first.
    static func position(in database: Connection) throws -> Int64 {
        try database.first("SELECT seq FROM sqlite_sequence WHERE name = 'sample_changes'") { try $0.integer(0) } ?? 0
    }

    /// What came after `position`, in that order; nil where samples were removed since.
    static func added(after position: Int64, in database: Connection) throws -> [Sample]? {
        let isShorter = try database.first(
            "SELECT 1 FROM sample_changes WHERE sample = x'' AND position > ?", position) { _ in true } ?? false
        guard !isShorter else { return nil }
        return try database.query(
            "\(columns) JOIN sample_changes ON sample = id WHERE position > ? ORDER BY position", position, map: sample)
    }

    static func sample(_ id: SampleID, in database: Connection) throws -> Sample? {
        try database.first("\(columns) WHERE id = ?", id, map: sample)
    }

    private static func sample(_ row: Row) throws -> Sample {
        Sample(
            id: try row.identifier("id"), person: try row.identifier("person"), model: try ModelID(row.text("model")),
            embedding: try Embedding(littleEndianBytes: row.blob("embedding")), quality: Float(try row.real("quality")),
            origin: try row.choice("origin"), created: try row.integer("created"))
    }
}
