import HTTP
import Replication
import Service
import Synchronization

/// Motion JPEG over HTTP. A stream that breaks off is asked for again, ever more patiently.
package struct StreamSource: FrameSource {
    private let url: String
    private let client: HTTPClient
    private let clock: NodeClock
    private let trouble: RepeatedErrorLog
    private let backoff: Backoff

    package var isStill: Bool { false }
    package var overflow: FrameQueue.Overflow { .dropOldest }

    package init(
        url: String, client: HTTPClient, clock: NodeClock, log: Log, backoff: Backoff = Backoff(base: 500, cap: 15_000)
    ) {
        self.url = url
        self.client = client
        self.clock = clock
        self.backoff = backoff
        trouble = RepeatedErrorLog(log: log)
    }

    package func run(into queue: FrameQueue) async throws {
        var backoff = backoff
        while true {
            let hadFrames = Mutex(false)
            do {
                try await watch(queue) { hadFrames.withLock { $0 = true } }
                throw Failure(.unavailable, "The stream ended")
            } catch let error as CancellationError {
                throw error
            } catch {
                try Task.checkCancellation()
                trouble.failed("The camera gives no stream; asking again.", error)
            }
            queue.offer(.interruption)
            if hadFrames.withLock({ $0 }) { backoff.succeeded() }
            try await Task.sleep(for: .milliseconds(backoff.failed(random: NodeClock.fraction())))
        }
    }

    /// Returns when the stream ends; throws what broke it.
    private func watch(_ queue: FrameQueue, onFrame: @escaping @Sendable () -> Void) async throws {
        let parser = Mutex(MJPEGParser())
        let problem = Mutex<MJPEGError?>(nil)
        let request = HTTPClientRequest(.get, url)
        try await client.stream(
            request,
            onChunk: { bytes in
                do throws(MJPEGError) {
                    let frames = try parser.withLock { parser throws(MJPEGError) in try parser.consume(bytes) }
                    guard !frames.isEmpty else { return true }
                    trouble.recovered("The camera gives its stream again.")
                    onFrame()
                    let now = clock.evidence()
                    for frame in frames { queue.offer(.frame(Frame(bytes: frame, at: now))) }
                    return true
                } catch {
                    problem.withLock { $0 = error }
                    return false
                }
            })
        if let problem = problem.withLock({ $0 }) { throw problem }
    }
}
