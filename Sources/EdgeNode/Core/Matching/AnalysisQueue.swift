import Dispatch

/// Networks run for tens of milliseconds: here, and not on the few threads that all tasks share.
struct AnalysisQueue: Sendable {
    private let queue = DispatchQueue(label: "rollcall.analysis")

    /// One after the other; the caller waits without holding a thread.
    func run<T: Sendable>(_ body: @Sendable @escaping () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
