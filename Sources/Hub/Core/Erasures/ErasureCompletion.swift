import Service

/// Completes erasures that nobody has to confirm any more: every node did, or its lease ran out.
struct ErasureCompletion: Service {
    let name = "erasure completion"
    let store: HubStore
    let time: any TimeSource
    let log: Log

    /// Looks at once, too: the hub may have died between a node's word and the completion.
    func run() async throws {
        while true {
            await lookAgain()
            try await Task.sleep(for: .milliseconds(HubLimits.erasureCompletionMilliseconds))
        }
    }

    /// What fails is tried again a while later.
    func lookAgain() async {
        do {
            try await look()
        } catch {
            log.warning("Erasures could not be completed for now.", ["error": "\(error)"])
        }
    }

    /// See `HubStore.completeErasures`.
    @discardableResult
    func look() async throws -> Int {
        try await store.completeErasures(now: time.wallMilliseconds())
    }
}
