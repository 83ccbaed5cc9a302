import Service

/// Completes erasures that nobody has to confirm any more, because the leases of the nodes that are missing ran out.
struct ErasureCompletion: Service {
    let name = "erasure completion"
    let store: HubStore
    let time: any TimeSource
    let log: Log

    func run() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(HubLimits.erasureCompletionMilliseconds))
            do {
                try await look()
            } catch {
                log.warning("Erasures could not be completed for now.", ["error": "\(error)"])
            }
        }
    }

    /// Gives how many were completed; what that took out is in no file then.
    @discardableResult
    func look() async throws -> Int {
        let now = time.wallMilliseconds()
        let completed = try await store.commit { try ErasureTable.settle(now: now, in: $0) }
        if completed > 0 { try await store.forgetDeleted() }
        return completed
    }
}
