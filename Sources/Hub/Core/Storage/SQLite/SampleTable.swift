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

    static func all(of model: ModelID, in database: Connection) throws -> [Sample] {
        try database.query("\(columns) WHERE model = ? ORDER BY id", model, map: sample)
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
