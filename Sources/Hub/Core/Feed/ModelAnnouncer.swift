import Attendance
import Replication
import SQLite
import Service
import Vision

/// Tells nodes by which model the site recognises: the one by which this hub reads photographs. With another pack in
/// hub.json nodes learn of the new model at once, and change to it when everybody has samples of it.
package struct ModelAnnouncer: Service {
    package let name = "model announcer"
    private let store: HubStore
    private let packs: ModelPackStore
    private let embedder: String
    private let interval: Duration
    private let log: Log

    package init(
        store: HubStore, packs: ModelPackStore, embedder: String, interval: Duration = .seconds(60), log: Log
    ) {
        self.store = store
        self.packs = packs
        self.embedder = embedder
        self.interval = interval
        self.log = log
    }

    package func run() async throws {
        var model: ModelID?
        while true {
            // A hub without the pack reads no photographs and leaves nodes to their own choice, until it has the pack.
            if model == nil { model = try? packs.load(embedder).modelID }
            if let model { await tell(of: model) }
            try await Task.sleep(for: interval)
        }
    }

    private func tell(of model: ModelID) async {
        do {
            if let told = try await Self.announce(model, name: embedder, in: store) {
                log.info(
                    "Nodes are told of the site's model.",
                    ["model": model.short, "pack": embedder, "complete": told.isComplete ? 1 : 0])
            }
        } catch {
            log.warning("The site's model could not be announced for now.", ["error": "\(error)"])
        }
    }

    /// Announces the model where that is news; nil where it is none.
    package static func announce(_ id: ModelID, name: String, in store: HubStore) async throws -> SiteModel? {
        @Sendable func news(_ database: Connection) throws -> SiteModel? {
            let model = try SiteModel(id: id, name: name, isComplete: ModelTable.isComplete(id, in: database))
            return try FeedTable.model(in: database) == model ? nil : model
        }
        guard try await store.read(news) != nil else { return nil }
        return try await store.commit { database in
            guard let model = try news(database) else { return nil }
            try FeedTable.announce(model, in: database)
            return model
        }
    }
}
