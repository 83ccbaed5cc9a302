import Attendance
import Defects

/// Hub clock minus node clock, measured from the four timestamps of an exchange (RFC 5905 §8). Of the last eight the
/// best is the one with the smallest error, which grows with age: clocks drift.
package struct ClockOffset: Hashable, Sendable {
    package struct Measurement: Hashable, Sendable {
        /// Hub minus node, milliseconds.
        package let offset: Int64
        /// Half the round trip, and what drift may have added since, milliseconds.
        package let error: Int64

        package init(offset: Int64, error: Int64) {
            self.offset = offset
            self.error = error
        }
    }

    private struct Sample: Hashable {
        let offset: Int64
        let error: Int64
        /// By the node's clock.
        let at: Int64

        func measurement(at now: Int64) -> Measurement {
            Measurement(offset: offset, error: error + ResolvedTime.drift(over: now - at))
        }
    }

    /// Measurements that are remembered.
    package static let window = 8
    private var samples: [Sample] = []

    package init() {}

    /// `sent` and `returned` by the node's clock, `received` and `replied` by the hub's; milliseconds since 1970 UTC.
    /// An exchange during which the node's clock was set back says nothing and is left out. Where one contradicts an
    /// older one beyond their errors, the hub's clock was set meanwhile: the older one holds no more.
    package mutating func add(sent: Int64, received: Int64, replied: Int64, returned: Int64) {
        let roundTrip = (returned - sent) - (replied - received)
        guard roundTrip >= 0 else { return }
        let fresh = Sample(
            offset: ((received - sent) + (replied - returned)) / 2, error: (roundTrip + 1) / 2, at: returned)
        if !Defect.settingUnnoticed.isActive {
            samples.removeAll {
                abs($0.offset - fresh.offset) > $0.measurement(at: returned).error + fresh.error + 1
            }
        }
        samples.append(fresh)
        if samples.count > Self.window { samples.removeFirst() }
    }

    /// As far as it holds at `now` by the node's clock.
    package func best(at now: Int64) -> Measurement? {
        samples.map { $0.measurement(at: now) }.min { $0.error < $1.error }
    }
}
