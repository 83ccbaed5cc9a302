import Service
import Synchronization

/// Whether the hub answers: said once when it stops and once when it is back.
package final class HubLink: Sendable {
    private let isDown = Mutex(false)
    private let log: RepeatedErrorLog
    /// Raised when the hub answers again, so that nobody sits out a long wait.
    package let returned = Signal()

    /// How often a hub that stays away is mentioned again, in seconds.
    private static let repeatSeconds = 600.0

    package init(log: Log) {
        self.log = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
    }

    package var isUp: Bool { isDown.withLock { !$0 } }

    func answered() {
        let wasDown = isDown.withLock { isDown in
            defer { isDown = false }
            return isDown
        }
        guard wasDown else { return }
        log.recovered("The hub answers again.")
        returned.raise()
    }

    func failed(_ why: String) {
        isDown.withLock { $0 = true }
        log.failed("The hub does not take what this node sends; it goes on and sends later.", HubTrouble(description: why))
    }
}
