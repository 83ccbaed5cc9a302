import Attendance
import Replication
import Service
import Synchronization

/// Goes over to the model that the site announced, when everything for it is here. Until then the node recognises by
/// the model that it has, and says why.
package final class ModelService: Service {
    package let name = "model"
    private let store: NodeStore
    private let keeper: GalleryKeeper
    private let loader: ModelLoader
    private let log: Log
    private let problems: RepeatedErrorLog
    private let waiting = Mutex<ModelRules.Waiting?>(nil)
    /// Packs are large: one is looked at again when another is announced, or with the next start.
    private let looked = Mutex<(model: SiteModel, isInstalled: Bool)?>(nil)

    private static let interval = Duration.seconds(5)

    package init(store: NodeStore, keeper: GalleryKeeper, loader: ModelLoader, log: Log) {
        self.store = store
        self.keeper = keeper
        self.loader = loader
        self.log = log
        problems = RepeatedErrorLog(log: log, everySeconds: 600)
    }

    /// By what people are recognised.
    package var present: ModelID? { keeper.view.eyes?.model }

    /// Why the node does not recognise by the site's model; nil where it does.
    package var problem: String? { waiting.withLock { $0?.words } }

    package func run() async throws {
        while true {
            do {
                try await look()
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // The node goes on with the model that it has.
                problems.failed("The node could not go over to the site's model.", error)
            }
            try await Task.sleep(for: Self.interval)
        }
    }

    /// One look at what was announced and what is here.
    package func look() async throws {
        guard let eyes = keeper.view.eyes else { return }
        var facts = try await store.read { try ModelTable.facts(present: eyes.model, in: $0) }
        if let announced = facts.announced { facts.isInstalled = isInstalled(announced) }
        let decision = ModelRules.decision(facts)
        switch decision {
        case .stay: note(nil)
        case .wait(let why): note(why)
        case .change(let model): try await change(to: model)
        }
    }

    private func change(to model: SiteModel) async throws {
        let (eyes, dimension) = try loader.load(model.name)
        guard try await keeper.change(to: eyes, dimension: dimension, announced: model) else { return }
        note(nil)
        log.info("People are recognised by another model.", ["model": model.id.short, "pack": model.name])
    }

    private func isInstalled(_ model: SiteModel) -> Bool {
        if let known = looked.withLock({ $0 }), known.model.id == model.id, known.model.name == model.name {
            return known.isInstalled
        }
        let isInstalled = loader.isInstalled(model)
        looked.withLock { $0 = (model, isInstalled) }
        return isInstalled
    }

    private func note(_ why: ModelRules.Waiting?) {
        let isNew = waiting.withLock { waiting in
            defer { waiting = why }
            return waiting != why
        }
        guard isNew, let why else { return }
        log.warning("The site recognises by another model than this node.", ["reason": why.words])
    }
}
