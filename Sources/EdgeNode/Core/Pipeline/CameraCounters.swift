import Synchronization

/// What one camera did since the start.
package final class CameraCounters: Sendable {
    package struct Counts: Sendable, Codable, Equatable {
        package var frames = 0
        package var unreadable = 0
        package var events = 0
    }

    private let state = Mutex(Counts())

    package var counts: Counts { state.withLock { $0 } }

    func tookFrame() { state.withLock { $0.frames += 1 } }
    func couldNotRead() { state.withLock { $0.unreadable += 1 } }
    func recorded(_ events: Int) { state.withLock { $0.events += events } }
}
