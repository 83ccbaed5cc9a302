import Attendance
import SQLite
import Vision

/// Crops of photographs, each with the sample that was made of it: it goes with that sample. And what became of each by
/// other models.
package enum CropTable {
    struct Crop: Sendable {
        /// The sample that was made of the photograph.
        let sample: SampleID
        /// When that was, in milliseconds since 1970 UTC.
        let created: Int64
        let jpeg: [UInt8]
    }

    /// Of crops with their samples: not of this model (`?1`), and not read by it yet.
    private static let isWaiting = """
        samples.model <> ?1
            AND NOT EXISTS (SELECT 1 FROM crop_readings WHERE sample = crops.sample AND model = ?1)
        """
    private static let withSamples = "crops JOIN samples ON samples.id = crops.sample"

    package static func insert(_ jpeg: [UInt8], of sample: SampleID, in database: Connection) throws {
        try database.execute("INSERT OR IGNORE INTO crops (sample, jpeg) VALUES (?, ?)", sample, jpeg)
    }

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM crops") { try $0.int(0) } ?? 0
    }

    /// The first crop behind `position` that was not read by the model yet, and whose it is.
    static func next(
        _ model: ModelID, after position: SampleID?, in database: Connection
    ) throws -> (sample: SampleID, person: PersonID)? {
        try database.first(
            """
            SELECT crops.sample, samples.person FROM \(withSamples)
            WHERE crops.sample > ?2 AND \(isWaiting) ORDER BY crops.sample LIMIT 1
            """, model, position?.bytes ?? []
        ) { (try $0.identifier(0), try $0.identifier(1)) }
    }

    /// Those of a person's crops that were not read by the model yet, the first `limit`.
    static func waiting(
        _ model: ModelID, of person: PersonID, limit: Int, in database: Connection
    ) throws -> [Crop] {
        try database.query(
            """
            SELECT crops.sample, samples.created, crops.jpeg FROM \(withSamples)
            WHERE samples.person = ?2 AND \(isWaiting) ORDER BY crops.sample LIMIT ?3
            """, model, person, limit
        ) { Crop(sample: try $0.identifier(0), created: try $0.integer(1), jpeg: try $0.blob(2)) }
    }

    /// Crops that were not read by the model yet.
    static func waitingCount(_ model: ModelID, in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM \(withSamples) WHERE \(isWaiting)", model) { try $0.int(0) } ?? 0
    }

    /// Crops of which the model made no sample.
    static func refusedCount(_ model: ModelID, in database: Connection) throws -> Int {
        try database.first(
            "SELECT count(*) FROM crop_readings WHERE model = ? AND problem IS NOT NULL", model
        ) { try $0.int(0) } ?? 0
    }

    /// What became of the crop. False where it is gone, such as with its person: then nothing may come of it.
    static func note(
        _ outcome: PhotographOutcome, of sample: SampleID, by model: ModelID, in database: Connection
    ) throws -> Bool {
        try database.execute(
            "INSERT OR IGNORE INTO crop_readings SELECT sample, ?2, ?3, ?4 FROM crops WHERE sample = ?1", sample,
            model, outcome.isAccepted ? nil : outcome.problem, outcome.isAccepted ? nil : outcome.reason)
        return database.lastChanges > 0
    }

    /// What crops have to do with a person's having no sample of the model, under one of their ids.
    static func faces(
        of person: PersonID, without model: ModelID, in database: Connection
    ) throws -> [ReenrolmentCause.Face] {
        try database.query(
            """
            SELECT origin, crops.sample IS NOT NULL, crop_readings.sample IS NOT NULL, reason FROM samples
                LEFT JOIN crops ON crops.sample = samples.id
                LEFT JOIN crop_readings ON crop_readings.sample = crops.sample AND crop_readings.model = ?1
            WHERE samples.person = ?2 ORDER BY samples.id
            """, model, person
        ) { row in
            ReenrolmentCause.Face(
                origin: try row.choice(0),
                crop: try !row.bool(1) ? nil : row.bool(2) ? .read(problem: row.textIfPresent(3)) : .waiting)
        }
    }

    /// Deletes all crops, and what an earlier deletion left behind in the file. Outside any transaction; the log has to
    /// be emptied afterwards. Nothing else may write meanwhile.
    /// - Returns: how many were deleted; nil where there was nothing to do at all.
    package static func removeAll(in database: Connection) throws -> Int? {
        let removed = try count(in: database)
        if removed > 0 {
            try database.transaction {
                try database.execute("INSERT OR IGNORE INTO crop_traces VALUES (1)")
                try database.execute("DELETE FROM crops")
            }
        }
        guard try database.first("SELECT 1 FROM crop_traces", map: { _ in true }) ?? false else { return nil }
        try database.rewrite()
        try database.execute("DELETE FROM crop_traces")
        return removed
    }
}
