import Dispatch
import Synchronization

/// A few threads for work that keeps a processor busy for long, apart from those that serve requests, with a bounded
/// queue in front.
final class WorkLanes: Sendable {
    private let lanes: [DispatchQueue]
    private let maximumWaiting: Int
    /// Jobs in each lane, running and waiting.
    private let loads: Mutex<[Int]>

    init(_ name: String, width: Int, maximumWaiting: Int) {
        lanes = (0..<width).map { DispatchQueue(label: "\(name)-\($0)") }
        self.maximumWaiting = maximumWaiting
        loads = Mutex(Array(repeating: 0, count: width))
    }

    /// Runs `body` on the least busy lane. Throws `HubError.busy` when too much waits already.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let lane: Int? = loads.withLock { loads in
            guard loads.reduce(0, +) < lanes.count + maximumWaiting else { return nil }
            let lane = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[lane] += 1
            return lane
        }
        guard let lane else {
            throw HubError(
                .busy, "Too many photographs are being looked at already", advice: "Try again in a few seconds.")
        }
        return try await withCheckedThrowingContinuation { continuation in
            lanes[lane].async {
                let result = Swift.Result { try body() }
                self.loads.withLock { $0[lane] -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}
