import Attendance
import Replication
import SQLite

/// What the tables know of models; each function is part of the caller's transaction.
package enum ModelTable {
    /// Whether the announced model is installed is for the caller to find out.
    package static func facts(present: ModelID, in connection: Connection) throws -> ModelRules.Facts {
        let state = try GalleryState.read(connection)
        let other = state.siteModel.flatMap { $0.id == present ? nil : $0 }
        return ModelRules.Facts(
            present: present, announced: state.siteModel, isInstalled: false, isVerified: state.isVerified,
            presentPeople: try other.map { _ in try people(present, in: connection) } ?? 0,
            announcedPeople: try other.map { try people($0.id, in: connection) } ?? 0)
    }

    /// The model that the node went over to; nil where it never did, or where the site has announced another since.
    package static func used(in connection: Connection) throws -> SiteModel? {
        let used = try connection.first("SELECT used_model FROM gallery") { try $0.textIfPresent(0) }.flatMap(\.self)
        guard let announced = try GalleryState.read(connection).siteModel, announced.id.text == used else { return nil }
        return announced
    }

    /// The node recognises by this model from now on; part of the transaction that makes its gallery the current one.
    static func use(_ model: SiteModel, in connection: Connection) throws {
        try connection.execute("UPDATE gallery SET used_model = ?", model.id.text)
    }

    /// How many people have samples of this model.
    static func people(_ model: ModelID, in connection: Connection) throws -> Int {
        try connection.first("SELECT count(DISTINCT person) FROM samples WHERE model = ?", model.text) {
            try $0.int(0)
        } ?? 0
    }
}
