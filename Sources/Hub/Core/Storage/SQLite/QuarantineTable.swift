import Attendance
import Replication
import SQLite

/// Operations that were put aside, verbatim.
enum QuarantineTable {
    /// One of them, with everything that it takes to judge it again.
    struct Item: Sendable {
        let row: Int64
        let node: NodeID
        let lineage: Lineage
        let sequence: Int64
        let cause: QuarantineCause
        let line: [UInt8]
        let received: Int64
        /// The node's clocks when it sent the line; nil: a release put it aside that did not note them.
        let contact: TimeEvidence?
    }

    /// Which ones; all conditions together.
    struct Filter: Sendable {
        var cause: QuarantineCause?
        var node: NodeID?
        /// Not judged by a release that understands this (`HubRelease.understanding`), and by no word of an operator.
        var notUnderstoodBy: String?
    }

    /// Keeps a line verbatim; the same line a second time changes nothing.
    static func insert(_ item: Item, reason: String, digest: [UInt8], in database: Connection) throws {
        try database.execute(
            """
            INSERT INTO quarantine (node, lineage, sequence, cause, reason, release, digest, line, received, contact)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (lineage, sequence, digest) DO NOTHING
            """, item.node, item.lineage, item.sequence, item.cause.rawValue, reason, HubRelease.understanding, digest,
            item.line, item.received,
            try item.contact.map { String(decoding: try WireCoding.encode($0), as: UTF8.self) })
    }

    /// It was judged again, and stays.
    static func renew(_ row: Int64, cause: QuarantineCause, reason: String, in database: Connection) throws {
        try database.execute(
            "UPDATE quarantine SET cause = ?, reason = ?, release = ? WHERE row = ?", cause.rawValue, reason,
            HubRelease.understanding, row)
    }

    /// Everybody whom a line names.
    static func named(in database: Connection) throws -> [PersonID] {
        try database.query("SELECT line FROM quarantine ORDER BY row") {
            NamedPeople.identifiers(in: try $0.blob(0))
        }.flatMap { $0 }
    }

    /// Lines are kept as they came and may name anybody. With `samplesOnly` sightings stay, as they do elsewhere.
    static func forget(_ person: PersonID, samplesOnly: Bool, in database: Connection) throws {
        let rows = try database.query(
            "SELECT row, line FROM quarantine WHERE instr(lower(CAST(line AS TEXT)), ?) > 0", person.description
        ) { (row: try $0.integer(0), line: try $0.blob(1)) }
        for (row, line) in rows {
            let content = (try? WireCoding.decode(OutboxOperation.self, from: line))?.content
            if samplesOnly, case .event = content { continue }
            try remove(row, in: database)
        }
    }

    static func remove(_ row: Int64, in database: Connection) throws {
        try database.execute("DELETE FROM quarantine WHERE row = ?", row)
    }

    /// In the order in which they came.
    static func items(_ filter: Filter, after row: Int64, limit: Int, in database: Connection) throws -> [Item] {
        try database.query(
            """
            SELECT row, node, lineage, sequence, cause, line, received, contact FROM quarantine
            WHERE row > ?1 AND (?2 IS NULL OR cause = ?2) AND (?3 IS NULL OR node = ?3)
                AND (?4 IS NULL OR (release <> ?4 AND cause IN ('malformed', 'unknown_kind')))
            ORDER BY row LIMIT ?5
            """, row, filter.cause?.rawValue, filter.node, filter.notUnderstoodBy, limit, map: item)
    }

    static func item(_ row: Int64, in database: Connection) throws -> Item? {
        try database.first(
            "SELECT row, node, lineage, sequence, cause, line, received, contact FROM quarantine WHERE row = ?", row,
            map: item)
    }

    private static func item(_ row: Row) throws -> Item {
        Item(
            row: try row.integer("row"), node: try row.identifier("node"), lineage: try row.identifier("lineage"),
            sequence: try row.integer("sequence"), cause: try row.choice("cause"), line: try row.blob("line"),
            received: try row.integer("received"),
            contact: try row.textIfPresent("contact").map {
                try WireCoding.decode(TimeEvidence.self, from: Array($0.utf8))
            })
    }

    /// Newest first, without content; `before` is the last row of the page before.
    static func list(
        _ filter: Filter, before: Int64?, limit: Int, in database: Connection
    ) throws -> [QuarantinedView] {
        try database.query(
            """
            \(columns) WHERE row < ?1 AND (?2 IS NULL OR cause = ?2) AND (?3 IS NULL OR node = ?3)
            ORDER BY row DESC LIMIT ?4
            """, before ?? .max, filter.cause?.rawValue, filter.node, limit, map: view)
    }

    static func view(_ row: Int64, in database: Connection) throws -> QuarantinedView? {
        try database.first("\(columns) WHERE row = ?", row, map: view)
    }

    private static let columns = """
        SELECT row, node, name, room, lineage, sequence, cause, reason, length(line) AS bytes, received
        FROM quarantine JOIN nodes ON nodes.id = quarantine.node
        """

    private static func view(_ row: Row) throws -> QuarantinedView {
        QuarantinedView(
            row: try row.integer("row"), node: try row.identifier("node"), nodeName: try row.text("name"),
            room: try row.label("room"), lineage: try row.identifier("lineage"), sequence: try row.integer("sequence"),
            cause: try row.choice("cause"), reason: try row.text("reason"), bytes: try row.int("bytes"),
            receivedMilliseconds: try row.integer("received"))
    }

    static func count(in database: Connection) throws -> Int {
        try database.first("SELECT count(*) FROM quarantine") { try $0.int(0) } ?? 0
    }

    /// Whether more lies aside of a node than may.
    static func isOverfull(_ node: NodeID, in database: Connection) throws -> Bool {
        try database.first(
            "SELECT count(*), coalesce(sum(length(line)), 0) FROM quarantine WHERE node = ?", node
        ) {
            try $0.int(0) > HubLimits.quarantinedPerNode || $0.int(1) > HubLimits.quarantinedBytesPerNode
        } ?? false
    }

    /// Nodes of which no more can be put aside, as good as.
    static func fullNodes(in database: Connection) throws -> Int {
        try database.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM quarantine GROUP BY node
                HAVING count(*) >= ?1 OR sum(length(line)) >= ?2)
            """, HubLimits.quarantinedPerNode, HubLimits.quarantinedBytesPerNode - Protocol.bytesPerOperation
        ) { try $0.int(0) } ?? 0
    }
}
