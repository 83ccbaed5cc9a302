import Attendance
import FoundationEssentials
import Gallery
import Service
import Vision

/// What it takes to name a face: networks, gallery and thresholds.
package struct Recognition: Sendable {
    package let keeper: GalleryKeeper
    let loader: ModelLoader
    /// With which it began.
    private let first: Eyes

    /// Loads and verifies the model packs and opens the gallery: by the model that the node went over to when its site
    /// announced it, else by the one that it is configured for.
    package static func load(
        configuration: NodeConfiguration, folder: DataFolder, store: NodeStore, disk: DiskWatch, clock: NodeClock,
        log: Log, environment: [String: String]
    ) async throws -> Recognition {
        let hasRoom = disk.admitsFile(bytes: EdgeLimits.networkBytes)
        let loader = try ModelLoader(
            configuration: configuration, environment: environment, cache: hasRoom ? folder.networks : nil)
        var name = loader.ownEmbedder
        if let used = try await store.read({ try ModelTable.used(in: $0) }), used.name != name {
            if loader.isInstalled(used) {
                name = used.name
            } else {
                log.error(
                    "The model by which this node recognised is not installed any more.", ["model": used.id.short])
            }
        }
        let (eyes, dimension) = try loader.load(name)
        let keeper = try GalleryKeeper(
            folder: folder.gallery, store: store, model: eyes.model, dimension: dimension, clock: clock, log: log,
            disk: disk, eyes: eyes, sections: configuration.sections ?? [])
        try await keeper.open()
        return Recognition(keeper: keeper, loader: loader, first: eyes)
    }

    /// Nil where liveness is not judged.
    package var liveness: LivenessJudge? { loader.liveness }

    /// Networks and gallery of this moment; the same model's for whoever holds them.
    package var view: (eyes: Eyes, search: FaceSearch?) {
        let view = keeper.view
        return (view.eyes ?? first, view.search)
    }
}
