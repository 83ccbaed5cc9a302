import Service
import Synchronization

/// Whether the hub can be reached: said once when it is away and once when it is back.
package final class HubLink: Sendable {
    private let isAway = Mutex(false)
    private let log: RepeatedErrorLog
    /// Raised when the hub is back, so that nobody sits out a long wait.
    package let returned = Signal()

    /// How often a hub that stays away is mentioned again, in seconds.
    private static let repeatSeconds = 600.0

    package init(log: Log) {
        self.log = RepeatedErrorLog(log: log, everySeconds: Self.repeatSeconds)
    }

    package var isUp: Bool { isAway.withLock { !$0 } }

    /// The hub answered, whatever it said.
    func answered() {
        let wasAway = isAway.withLock { isAway in
            defer { isAway = false }
            return isAway
        }
        guard wasAway else { return }
        log.recovered("The hub is back.")
        returned.raise()
    }

    func failed(_ why: String) {
        isAway.withLock { $0 = true }
        log.failed("The hub is away; the node goes on and sends later.", HubTrouble(description: why))
    }
}
