import Attendance
import SQLite

/// Who has samples of which model. Whoever was merged into somebody counts as that one; whoever is archived is not
/// waited for.
package enum ModelTable {
    struct Count: Sendable {
        let people: Int
        let samples: Int
    }

    private static let lacking = """
        WITH faces AS (
            SELECT coalesce(root, samples.person) AS human, model
            FROM samples LEFT JOIN person_roots ON person_roots.person = samples.person
        ), lacking AS (
            SELECT human FROM faces GROUP BY human HAVING max(model = ?1) = 0
        )
        """

    /// Whether nobody is known by other models alone. By this, and nothing else, the hub calls a model complete.
    package static func isComplete(_ model: ModelID, in database: Connection) throws -> Bool {
        try missingCount(model, in: database) == 0
    }

    /// How many are known by other models alone.
    static func missingCount(_ model: ModelID, in database: Connection) throws -> Int {
        try database.first(
            "\(lacking) SELECT count(*) FROM lacking JOIN people ON id = human WHERE archived IS NULL", model
        ) { try $0.int(0) } ?? 0
    }

    /// Those in order of folded name; `after` is the last one of the page before.
    static func missing(
        _ model: ModelID, after: (sortName: String, id: PersonID)?, limit: Int, in database: Connection
    ) throws -> [MissingPerson] {
        let aliases = try DecisionTable.aliases(in: database)
        return try database.query(
            """
            \(lacking) SELECT id, name, number FROM lacking JOIN people ON id = human
            WHERE archived IS NULL AND (?2 IS NULL OR (sort_name, id) > (?2, ?3)) ORDER BY sort_name, id LIMIT ?4
            """, model, after?.sortName, after?.id, limit
        ) { row in
            let id: PersonID = try row.identifier(0)
            let faces = try aliases.family(of: id).flatMap { try CropTable.faces(of: $0, without: model, in: database) }
            return MissingPerson(
                id: id, name: try row.text(1), number: try row.textIfPresent(2),
                sections: try PeopleFeed.sections(of: id, in: database), cause: ReenrolmentCause(faces))
        }
    }

    /// Every model of which there are samples.
    static func counts(in database: Connection) throws -> [ModelID: Count] {
        Dictionary(uniqueKeysWithValues: try database.query(
            "SELECT model, count(DISTINCT person), count(*) FROM samples GROUP BY model"
        ) { (try ModelID($0.text(0)), Count(people: try $0.int(1), samples: try $0.int(2))) })
    }
}
