import Service
import Synchronization

/// What the drivers know about the hub: whether it can be reached, and what it refuses. Each trouble is said once when
/// it begins, now and then while it lasts, and once when it is over.
package final class HubLink: Sendable {
    /// The two directions; a hub may refuse one of them alone.
    enum Direction: Hashable, Sendable { case push, feed }

    private struct State {
        var away: String?
        var refused: [Direction: String] = [:]
    }

    private let state = Mutex(State())
    private let away: RepeatedErrorLog
    private let refusedPush: RepeatedErrorLog
    private let refusedFeed: RepeatedErrorLog
    /// Raised when the hub is back, so that nobody sits out a long wait.
    package let returned = Signal()

    /// How often a trouble that lasts is mentioned again, in seconds.
    private static let repeatSeconds = 600.0

    package init(log: Log) {
        away = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
        refusedPush = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
        refusedFeed = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
    }

    package var isUp: Bool { state.withLock { $0.away == nil } }

    /// Why the node is not in step with its hub; nil when it is.
    package var problem: String? {
        state.withLock { $0.away ?? $0.refused[.push] ?? $0.refused[.feed] }
    }

    func accepted(_ direction: Direction) {
        answered()
        guard state.withLock({ $0.refused.removeValue(forKey: direction) }) != nil else { return }
        switch direction {
        case .push: refusedPush.recovered("The hub takes what this node sends again.")
        case .feed: refusedFeed.recovered("The hub gives this node its news again.")
        }
    }

    func refused(_ direction: Direction, _ why: String) {
        answered()
        state.withLock { $0.refused[direction] = why }
        let trouble = HubTrouble(description: why)
        switch direction {
        case .push: refusedPush.failed("The hub does not take what this node sends.", trouble)
        case .feed: refusedFeed.failed("The hub does not give this node its news.", trouble)
        }
    }

    func isAway(_ why: String) {
        state.withLock { $0.away = why }
        away.failed("The hub is away; the node goes on and sends later.", HubTrouble(description: why))
    }

    private func answered() {
        let wasAway = state.withLock { state in
            defer { state.away = nil }
            return state.away != nil
        }
        guard wasAway else { return }
        away.recovered("The hub is back.")
        returned.raise()
    }
}
