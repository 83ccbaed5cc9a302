/// Puts frames into a queue until it is cancelled.
package protocol FrameSource: Sendable {
    /// What the tracker needs to know: photographs are each a scene of their own.
    var isStill: Bool { get }
    /// Frames that may wait.
    var overflow: FrameQueue.Overflow { get }
    /// Returns when nothing will ever follow; throws only what cannot get better by waiting.
    func run(into queue: FrameQueue) async throws
}
