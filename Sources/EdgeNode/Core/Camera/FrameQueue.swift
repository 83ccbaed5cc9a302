import Synchronization

/// Frames between one camera and its analysis: bounded, so that a slow processor costs frames of a live camera and
/// not memory or delay.
package final class FrameQueue: Sendable {
    package enum Overflow: Sendable {
        /// A live camera: the newest frame matters most.
        case dropOldest
        /// A folder: every photograph matters, so the source waits.
        case wait
    }

    package enum Item: Sendable {
        case frame(Frame)
        /// The stream broke off: what was being followed is gone.
        case interruption
    }

    private struct State {
        var items: [Item] = []
        var dropped = 0
        /// Items taken out whose work is not done.
        var inWork = 0
        var isIdle = false
    }

    private let overflow: Overflow
    private let limit: Int
    private let state = Mutex(State())
    private let filled = Signal()
    private let emptied = Signal()

    /// Waiting is by signal; this long is only the bound on a missed one, in milliseconds.
    private static let recheckMilliseconds: Int64 = 1_000

    package init(overflow: Overflow, limit: Int = EdgeLimits.framesWaiting) {
        precondition(limit >= 1, "a queue has room for a frame")
        self.overflow = overflow
        self.limit = limit
    }

    /// Frames that were dropped since the start.
    package var dropped: Int { state.withLock { $0.dropped } }

    /// Whether the source has nothing at the moment and everything that it gave is done.
    package var isExhausted: Bool { state.withLock { $0.isIdle && $0.items.isEmpty && $0.inWork == 0 } }

    /// Called by the source: whether it has nothing to give at the moment.
    package func setIdle(_ isIdle: Bool) {
        state.withLock { $0.isIdle = isIdle }
    }

    /// Adds without waiting; the oldest go where there is no room.
    package func offer(_ item: Item) {
        precondition(overflow == .dropOldest, "a source that waits calls put")
        state.withLock { state in
            state.items.append(item)
            while state.items.count > limit {
                state.items.removeFirst()
                state.dropped += 1
            }
        }
        filled.raise()
    }

    /// Adds when there is room. Throws `CancellationError`.
    package func put(_ item: Item) async throws {
        while !tryToPut(item) {
            await emptied.wait(atMost: Self.recheckMilliseconds)
            try Task.checkCancellation()
        }
        filled.raise()
    }

    private func tryToPut(_ item: Item) -> Bool {
        state.withLock { state in
            guard state.items.count < limit else { return false }
            state.items.append(item)
            return true
        }
    }

    /// The next item, when there is one; call `done()` after its work. Throws `CancellationError`.
    package func next() async throws -> Item {
        while true {
            try Task.checkCancellation()
            if let item = take() {
                emptied.raise()
                return item
            }
            await filled.wait(atMost: Self.recheckMilliseconds)
        }
    }

    private func take() -> Item? {
        state.withLock { state in
            guard !state.items.isEmpty else { return nil }
            state.inWork += 1
            return state.items.removeFirst()
        }
    }

    /// The work on what `next()` gave is done.
    package func done() {
        state.withLock { $0.inWork -= 1 }
    }
}
