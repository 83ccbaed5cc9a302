/// Hub clock minus node clock, measured from the four timestamps of an exchange (RFC 5905 §8): the sample with the
/// smallest round trip of the last eight is the best.
package struct ClockOffset: Hashable, Sendable {
    package struct Measurement: Hashable, Sendable {
        /// Hub minus node, milliseconds.
        package let offset: Int64
        /// Half the round trip, milliseconds.
        package let error: Int64

        package init(offset: Int64, error: Int64) {
            self.offset = offset
            self.error = error
        }
    }

    /// Measurements that are remembered.
    package static let window = 8
    private var measurements: [Measurement] = []

    package init() {}

    /// `sent` and `returned` by the node's clock, `received` and `replied` by the hub's; milliseconds since 1970 UTC.
    /// An exchange during which the node's clock was set back says nothing and is left out.
    package mutating func add(sent: Int64, received: Int64, replied: Int64, returned: Int64) {
        let roundTrip = (returned - sent) - (replied - received)
        guard roundTrip >= 0 else { return }
        measurements.append(Measurement(
            offset: ((received - sent) + (replied - returned)) / 2, error: (roundTrip + 1) / 2))
        if measurements.count > Self.window { measurements.removeFirst() }
    }

    package var best: Measurement? {
        measurements.min { $0.error < $1.error }
    }
}
