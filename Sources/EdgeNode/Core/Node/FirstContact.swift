import Service

/// Lets the cameras wait a moment for what the hub has learnt meanwhile, so that a new node does not take its first
/// visitors for strangers. A hub that is away delays nothing for long.
struct FirstContact: Service {
    let name = "first contact"
    let settled: Signal
    let log: Log

    /// Longest wait, in milliseconds.
    private static let patience: Int64 = 3_000

    func start() async throws {
        await settled.wait(atMost: Self.patience)
    }
}
