import Attendance
import SQLite

/// People who look alike. Found by `FaceWatch`, never by hand.
enum FacePairTable {
    /// Up to which position of the feed samples were compared with all others.
    static func position(in database: Connection) throws -> Int64 {
        try database.first("SELECT position FROM face_check") { try $0.integer(0) } ?? 0
    }

    static func setPosition(_ position: Int64, in database: Connection) throws {
        try database.execute("UPDATE face_check SET position = ?", position)
    }

    /// Notes a pair, or a higher similarity of one; of somebody who has no samples any more it notes nothing.
    static func put(_ match: FaceComparison.Match, in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO face_pairs (first, second, model, similarity)
            SELECT ?1, ?2, ?3, ?4
            WHERE EXISTS (SELECT 1 FROM samples WHERE person = ?1 AND model = ?3)
                AND EXISTS (SELECT 1 FROM samples WHERE person = ?2 AND model = ?3)
            ON CONFLICT (first, second, model) DO UPDATE SET similarity = max(similarity, excluded.similarity)
            """, match.pair.first, match.pair.second, match.model, match.similarity)
    }

    static func removeAll(in database: Connection) throws {
        try database.execute("DELETE FROM face_pairs")
    }

    static func forget(_ person: PersonID, in database: Connection) throws {
        try database.execute("DELETE FROM face_pairs WHERE first = ?1 OR second = ?1", person)
    }

    static func all(in database: Connection) throws -> [FaceComparison.Match] {
        try database.query("SELECT first, second, model, similarity FROM face_pairs") { row in
            FaceComparison.Match(
                pair: PersonPair(try row.identifier(0), try row.identifier(1)), model: try ModelID(row.text(2)),
                similarity: Float(try row.real(3)))
        }
    }
}
