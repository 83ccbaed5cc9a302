import FoundationEssentials
import Service

/// One photograph, once in each run.
package struct FileSource: FrameSource {
    private let path: String
    private let clock: NodeClock

    package var isStill: Bool { true }
    package var overflow: FrameQueue.Overflow { .wait }

    package init(path: String, clock: NodeClock) {
        self.path = path
        self.clock = clock
    }

    /// Throws `Failure` when the file cannot be read.
    package func run(into queue: FrameQueue) async throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.noInput, "\(path) cannot be read", advice: "Check the path of the camera.")
        }
        try await queue.put(.frame(Frame(bytes: Array(data), at: clock.evidence())))
        queue.setIdle(true)
    }
}
