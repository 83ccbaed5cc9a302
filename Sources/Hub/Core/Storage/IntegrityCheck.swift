import Service
import Synchronization

/// Reads the whole database once a day, beside all work, and raises an alarm where it is damaged.
package final class IntegrityCheck: Service {
    package let name = "integrity check"
    private let store: HubStore
    private let log: Log
    private let found = Mutex<[String]>([])

    init(store: HubStore, log: Log) {
        self.store = store
        self.log = log
    }

    /// What the last check found, in SQLite's words; empty before the first and where all is well.
    package var problems: [String] { found.withLock { $0 } }

    package func run() async throws {
        try await Task.sleep(for: .milliseconds(HubLimits.firstIntegrityCheckMilliseconds))
        while true {
            await check()
            try await Task.sleep(for: .milliseconds(HubLimits.integrityCheckMilliseconds))
        }
    }

    /// One check, now. A database that cannot even be read is damaged, too.
    package func check() async {
        var problems: [String]
        do {
            problems = try await store.problems(limit: HubLimits.integrityProblems)
        } catch {
            problems = ["it could not be read: \(error)"]
        }
        found.withLock { $0 = problems }
        guard let first = problems.first else { return }
        log.error(
            "The database is damaged. Stop the hub, keep the data folder, and restore a backup.",
            ["problems": problems.count, "first": first])
    }
}
