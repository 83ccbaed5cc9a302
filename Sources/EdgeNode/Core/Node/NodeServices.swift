import Attendance
import HTTP
import Replication
import Service

/// Everything that `rollcall-edge run` keeps alive, in the order of starting.
package enum NodeServices {
    /// - Parameter untilIdle: end when every photograph is dealt with and the hub has everything.
    package static func make(_ runtime: NodeRuntime, cameras: [CameraSpecification], untilIdle: Bool) async throws
        -> [any Service]
    {
        let started = runtime.clock.sinceBoot()
        let recognition = try await runtime.recognition()
        let link = HubLink(log: runtime.log)
        let health = FeedHealth(log: runtime.log)
        let settled = Signal()
        let hub = HubClient(identity: runtime.identity, store: runtime.store, clock: runtime.clock)
        let models = ModelService(
            store: runtime.store, keeper: recognition.keeper, loader: recognition.loader, log: runtime.log)
        let board = ChallengeBoard()
        let running = cameras.map { camera($0, runtime, recognition, board) }
        let status = NodeStatus(runtime: runtime, link: link, health: health, models: models, cameras: running)
        var services: [any Service] = [
            StoreService(runtime: runtime),
            DiskService(disk: runtime.disk, keeper: recognition.keeper),
            ControlService(runtime: runtime, status: status, board: board),
            SyncService(
                runtime: runtime, keeper: recognition.keeper, hub: hub, link: link, health: health, settled: settled),
            LeaseService(
                lease: runtime.lease, keeper: recognition.keeper, disk: runtime.disk, log: runtime.log),
            models,
            FirstContact(settled: settled, log: runtime.log),
        ]
        if let measured = runtime.configuration.thresholds?.measuredFor {
            services.append(CertificateService(
                measured: measured, cameras: cameras.map(\.description), detector: recognition.loader.detectorID,
                keeper: recognition.keeper, log: runtime.log))
        }
        if let port = runtime.configuration.liveness?.screenPort {
            services.append(ChallengeScreen(port: port, board: board, clock: runtime.clock, log: runtime.log))
        }
        services += running
        services.append(Readiness(clock: runtime.clock, since: started, log: runtime.log))
        if untilIdle { services.append(IdleEnd(cameras: running, outbox: runtime.outbox)) }
        return services
    }

    private static func camera(
        _ specification: CameraSpecification, _ runtime: NodeRuntime, _ recognition: Recognition,
        _ board: ChallengeBoard
    ) -> CameraService {
        let source: any FrameSource =
            switch specification {
            case .folder(let path):
                FolderSource(folder: path, store: runtime.store, clock: runtime.clock, log: runtime.log)
            case .file(let path):
                FileSource(path: path, clock: runtime.clock)
            case .stream(let url):
                StreamSource(url: url, client: HTTPClient(), clock: runtime.clock, log: runtime.log)
            }
        var settings = CameraService.Settings()
        let configuration = runtime.configuration
        settings.repeatSilenceMinutes = configuration.repeatSilenceMinutes ?? settings.repeatSilenceMinutes
        settings.minimumUnknownQuality = configuration.minimumUnknownQuality ?? settings.minimumUnknownQuality
        settings.keepUnknownCrops = configuration.keepUnknownCrops ?? settings.keepUnknownCrops
        settings.challenge = configuration.liveness?.challenge
        let recorder = Recorder(
            store: runtime.store, outbox: runtime.outbox, disk: runtime.disk, clock: runtime.clock,
            room: runtime.identity.node.room, log: runtime.log)
        return CameraService(
            name: specification.description, source: source, recognition: recognition, recorder: recorder,
            clock: runtime.clock, settings: settings, board: board, log: runtime.log)
    }
}
