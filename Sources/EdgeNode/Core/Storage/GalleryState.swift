import Attendance
import Defects
import Gallery
import Replication
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
    /// Whether the samples that were pulled added up to the hub's checkpoint after the last change.
    package let isVerified: Bool
    /// The newest snapshot that was ever accepted.
    package let snapshotMark: Cursor?
    /// What the site recognises by, if the hub announced it.
    package let siteModel: SiteModel?

    package var isStale: Bool { changes > published }
    /// Whether older gallery files hold samples that were removed since.
    package var mustForget: Bool { removed > published }

    package static func read(_ connection: Connection) throws -> GalleryState {
        let state = try connection.first("SELECT * FROM gallery") { row in
            GalleryState(
                pointer: try row.textIfPresent("pointer"), generation: try row.integer("generation"),
                changes: try row.integer("changes"), published: try row.integer("published"),
                removed: try row.integer("removed"), isVerified: try row.bool("verified"),
                snapshotMark: try row.textIfPresent("snapshot_mark").map(Cursor.init(text:)),
                siteModel: try siteModel(row))
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

    private static func siteModel(_ row: Row) throws -> SiteModel? {
        guard let model = try row.textIfPresent("site_model"), let name = try row.textIfPresent("site_model_name")
        else { return nil }
        return try SiteModel(id: ModelID(model), name: name, isComplete: row.bool("site_model_complete"))
    }

    static func setVerified(_ isVerified: Bool, in connection: Connection) throws {
        try connection.execute("UPDATE gallery SET verified = ?", isVerified)
    }

    static func setSiteModel(_ model: SiteModel?, in connection: Connection) throws {
        try connection.execute(
            "UPDATE gallery SET site_model = ?, site_model_name = ?, site_model_complete = ?", model?.id.text,
            model?.name, model?.isComplete ?? false)
    }

    /// Remembers a snapshot that was accepted, so that no older one of the same life of the hub is.
    package static func setSnapshotMark(_ cursor: Cursor, in connection: Connection) throws {
        try connection.execute("UPDATE gallery SET snapshot_mark = ?", cursor.text)
    }

    /// What `state` says is in the current gallery file already.
    package static func setPublished(_ state: GalleryState, in connection: Connection) throws {
        try connection.execute("UPDATE gallery SET published = ?", state.changes)
    }

    /// What `state` says is in another generation's file now; nil where nobody is enrolled.
    package static func setPublished(_ state: GalleryState, file: String?, in connection: Connection) throws {
        try connection.execute(
            "UPDATE gallery SET pointer = ?, generation = generation + 1, published = ?", file,
            state.changes)
    }

    /// What the next generation is made of: all samples where they add up to the hub's checkpoint. Otherwise what the
    /// `present` one holds and is still stored, and what was enrolled here: removals and local enrolments never wait.
    package static func source(
        model: ModelID, dimension: Int, present: [GalleryRow], in connection: Connection
    ) throws -> (state: GalleryState, rows: [GalleryRow], others: Int) {
        let state = try read(connection)
        let found = try rows(model: model, dimension: dimension, localOnly: !state.isVerified, in: connection)
        guard !state.isVerified else { return (state, found.rows, found.others) }
        let stored = try sampleIDs(of: model, in: connection).subtracting(found.rows.map(\.sampleID))
        return (state, present.filter { stored.contains($0.sampleID) } + found.rows, found.others)
    }

    /// The samples of one model and dimension, and how many samples there are besides. `localOnly`: those made here
    /// that the hub has not handed out yet. A row that cannot be opened is left out; the daily look makes it good.
    private static func rows(
        model: ModelID, dimension: Int, localOnly: Bool = false, in connection: Connection
    ) throws -> (rows: [GalleryRow], others: Int) {
        let bytes = LeaseKey.sealedBytes(dimension: dimension)
        let others = try connection.first(
            "SELECT count(*) FROM samples WHERE model <> ? OR length(embedding) <> ?", model.text, bytes
        ) { try $0.int(0) } ?? 0
        guard let key = try LeaseTable.key(in: connection) else { return ([], others) }
        let rows = try connection.query(
            """
            SELECT id, person, embedding, model FROM samples WHERE (model = ? OR ?) AND length(embedding) = ?
                AND (? = 0 OR local_sequence IS NOT NULL)
            """, model.text, Defect.modelsMixed.isActive, bytes, localOnly
        ) { row -> GalleryRow? in
            let id: SampleID = try row.identifier(0)
            return try key.openEmbedding(try row.blob(2), as: .sample(id, try ModelID(row.text(3)))).map {
                GalleryRow(sampleID: id, personID: try row.identifier(1), embedding: $0)
            }
        }
        return (rows.compactMap(\.self), others)
    }

    /// The samples of one model that are stored at all.
    static func sampleIDs(of model: ModelID, in connection: Connection) throws -> Set<SampleID> {
        Set(try connection.query("SELECT id FROM samples WHERE model = ?", model.text) {
            try $0.identifier(0) as SampleID
        })
    }
}
