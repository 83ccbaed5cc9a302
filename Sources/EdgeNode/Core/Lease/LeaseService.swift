import Service
import SQLite

/// Counts the lease's time while the node runs, and closes the gallery when it is over.
package struct LeaseService: Service {
    package let name = "lease"
    private let lease: LeaseKeeper
    private let keeper: GalleryKeeper
    private let disk: DiskWatch
    private let log: Log

    private static let interval = Duration.seconds(60)

    package init(lease: LeaseKeeper, keeper: GalleryKeeper, disk: DiskWatch, log: Log) {
        self.lease = lease
        self.keeper = keeper
        self.disk = disk
        self.log = log
    }

    package func run() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            try await look()
        }
    }

    /// One look at the clocks.
    package func look() async throws {
        do {
            try await lease.note()
        } catch let error as SQLiteError {
            // The next look writes it down.
            log.debug("The gallery lease could not be written down.", ["error": error.description])
        }
        guard lease.isOver else { return }
        keeper.close()
        try await disk.untilDone { try await lease.end(.ranOut) }
        await keeper.publish()
    }
}
