import Attendance

/// Hub clock minus node clock, measured from the four timestamps of an exchange (RFC 5905 §8). Of the last eight the one
/// with the smallest error counts: half its round trip and, as it ages, what the clocks may have drifted since.
package struct ClockOffset: Sendable {
    package struct Measurement: Hashable, Sendable {
        /// Hub minus node, milliseconds.
        package let offset: Int64
        /// Milliseconds.
        package let error: Int64

        package init(offset: Int64, error: Int64) {
            self.offset = offset
            self.error = error
        }
    }

    /// Measurements that are remembered.
    package static let window = 8
    private var measurements: [(at: Int64, value: Measurement)] = []

    package init() {}

    /// `sent` and `returned` by the node's clock, `received` and `replied` by the hub's; milliseconds since 1970 UTC.
    /// An exchange during which the node's clock was set back says nothing and is left out.
    package mutating func add(sent: Int64, received: Int64, replied: Int64, returned: Int64) {
        let roundTrip = (returned - sent) - (replied - received)
        guard roundTrip >= 0 else { return }
        let value = Measurement(offset: ((received - sent) + (replied - returned)) / 2, error: (roundTrip + 1) / 2)
        measurements.append((returned, value))
        if measurements.count > Self.window { measurements.removeFirst() }
    }

    /// What is known when the node's clock, by which exchanges were timed, shows `now`.
    package func best(at now: Int64) -> Measurement? {
        measurements.map { at, value in
            Measurement(offset: value.offset, error: value.error + ResolvedTime.drift(over: now - at))
        }.min { $0.error < $1.error }
    }
}
