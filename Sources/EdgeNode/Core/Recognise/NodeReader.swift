import Attendance
import FoundationEssentials
import Gallery
import Replication
import Service
import SQLite

/// What a node's data folder holds, read without disturbing the node that may be running on it.
struct NodeReader {
    private let folder: DataFolder
    private let connection: Connection

    /// Throws `Failure` where there is no database, `SQLiteError` where it cannot be opened.
    init(folder: DataFolder) throws {
        guard FileManager.default.fileExists(atPath: folder.database) else {
            throw Failure(
                .noInput, "\(folder.path) is no node's data folder", advice: "rollcall-edge join makes one.")
        }
        self.folder = folder
        connection = try Connection(path: folder.database, mode: .readOnly)
    }

    /// Reads the whole file; throws `SQLiteError` with `isCorrupt` where its structure is damaged.
    func check() throws {
        try connection.check()
    }

    /// Nil before `join`.
    func identity() throws -> NodeIdentity? {
        try IdentityTable.identity(in: connection)
    }

    /// How far the hub's feed was applied; nil before the first page.
    func cursor() throws -> Cursor? {
        try connection.first("SELECT cursor FROM replication") { try $0.textIfPresent(0) }?.map {
            Cursor(text: $0)
        }
    }

    func names() throws -> [PersonID: String] {
        let people: [(PersonID, String)] = try connection.query("SELECT id, name FROM people") { row in
            (try row.identifier(0), try row.text(1))
        }
        return Dictionary(people) { first, _ in first }
    }

    /// Everybody on the node's roster, with and without samples.
    func people() throws -> [Person] {
        try RosterTable.people(in: connection)
    }

    /// Everybody of these sections; nil where none are named.
    func people(of sections: [SectionID]?) throws -> Set<PersonID>? {
        try sections.flatMap { $0.isEmpty ? nil : try RosterTable.people(of: $0, in: connection) }
    }

    /// How many people have samples of this model.
    func people(of model: ModelID) throws -> Int {
        try ModelTable.people(model, in: connection)
    }

    /// The model that the node went over to when its site announced it; nil where it never did.
    func usedModel() throws -> SiteModel? {
        try ModelTable.used(in: connection)
    }

    /// Opens what the node has sealed. Throws `LeaseOver` where it keeps no key any more, or would not if it ran.
    func key() throws -> LeaseKey {
        var lease = try LeaseTable.state(in: connection).lease
        lease?.note(NodeClock().moment())
        guard lease?.isOver != true else { throw LeaseOver() }
        return try LeaseTable.requireKey(in: connection)
    }

    /// What the site recognises by, if it was announced.
    func siteModel() throws -> SiteModel? {
        try GalleryState.read(connection).siteModel
    }

    /// How the node's gallery lease stands.
    func lease() throws -> LeaseState {
        try LeaseTable.state(in: connection)
    }

    /// The gallery that the node matches against, with its people's names. Throws `Failure` where there is
    /// none yet.
    func known(model: ModelID) throws -> KnownPeople {
        let key = try key()
        guard let name = try GalleryState.read(connection).pointer else {
            throw Failure(
                .noInput, "\(folder.path): the node has no gallery",
                advice: "Enrol somebody, or start the node so that it gets one from its hub.")
        }
        return KnownPeople(
            gallery: try Gallery.open(path: folder.gallery + "/" + name, model: model, key: key.bytes),
            names: try names())
    }
}
