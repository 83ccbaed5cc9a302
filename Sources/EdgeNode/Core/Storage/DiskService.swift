import Service

/// Looks at the disk now and then while the node runs.
struct DiskService: Service {
    let name = "disk"
    let disk: DiskWatch
    let keeper: GalleryKeeper

    private static let interval = Duration.seconds(30)

    func start() async throws {
        disk.look()
    }

    func run() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            let before = disk.policy
            disk.look()
            // A gallery that found no room is written now.
            if before.isSpent, !disk.policy.isSpent, try await keeper.isStale() { await keeper.publish() }
        }
    }
}
