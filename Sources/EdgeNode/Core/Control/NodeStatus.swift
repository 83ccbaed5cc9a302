import Attendance

/// Collects what `StatusReply` says.
package struct NodeStatus: Sendable {
    private let runtime: NodeRuntime
    private let link: HubLink?
    private let health: FeedHealth?
    private let models: ModelService?
    private let cameras: [CameraService]

    /// `link`, `health` and `models` are nil where nobody talks to the hub.
    package init(
        runtime: NodeRuntime, link: HubLink? = nil, health: FeedHealth? = nil, models: ModelService? = nil,
        cameras: [CameraService] = []
    ) {
        self.runtime = runtime
        self.link = link
        self.health = health
        self.models = models
        self.cameras = cameras
    }

    package func reply() async throws -> StatusReply {
        let counts = try await Roster(store: runtime.store).counts()
        let (generation, unknown) = try await runtime.store.read { connection in
            (try GalleryState.read(connection).generation, try UnknownFaceTable.unlabelledCount(in: connection))
        }
        let identity = runtime.identity
        let lease = runtime.lease.state
        return StatusReply(
            node: identity.node.id, name: identity.node.name, room: identity.node.room, site: identity.site,
            hub: identity.hub, hubAnswers: link?.isUp, hubProblem: link?.problem ?? health?.problem,
            outbox: try await runtime.outbox.status(), people: counts.people, samples: counts.samples,
            galleryGeneration: generation,
            galleryLease: StatusReply.GalleryLease(
                isOver: lease.ended != nil, remainingMilliseconds: lease.ended == nil ? lease.lease?.remaining ?? 0 : 0,
                problem: runtime.lease.problem),
            model: models?.present, modelProblem: models?.problem, unknownFaces: unknown,
            clockIsPlausible: runtime.clock.isPlausible, diskProblem: runtime.disk.problem,
            cameras: cameras.map { camera in
                let counts = camera.counters.counts
                return StatusReply.Camera(
                    name: camera.title, frames: counts.frames, unreadable: counts.unreadable,
                    dropped: camera.queue.dropped, events: counts.events)
            })
    }
}
