import Attendance
import Crypto
import Defects
import Replication
import Service
import Synchronization

/// The node's clocks, what is known of the hub's, and identifiers made from them.
package final class NodeClock: Sendable {
    private let time: any TimeSource
    /// Of the hub's clock to the time since boot: setting the wall clock does not spoil what was measured.
    private let offset = Mutex(ClockOffset())

    package init(time: any TimeSource = SystemTime()) {
        self.time = time
    }

    /// Milliseconds since 1970 UTC as this computer believes.
    package func wall() -> Int64 { time.wallMilliseconds() }

    /// Milliseconds since boot; never runs backwards.
    package func sinceBoot() -> Int64 { time.bootNanoseconds() / 1_000_000 }

    /// What is known about this moment.
    package func evidence() -> TimeEvidence {
        let (wall, sinceBoot) = (wall(), sinceBoot())
        let now = Defect.offsetFromWallClock.isActive ? wall : sinceBoot
        let best = offset.withLock { $0.best(at: now) }
        let toWall = Defect.offsetFromWallClock.isActive ? 0 : sinceBoot - wall
        return TimeEvidence(
            wall: wall, sinceBoot: sinceBoot, boot: time.bootID, offset: best.map { $0.offset + toWall },
            offsetError: best?.error)
    }

    /// The same for counting a lease's time.
    package func moment() -> GalleryLease.Moment {
        GalleryLease.Moment(wall: wall(), sinceBoot: sinceBoot(), boot: time.bootID)
    }

    /// Takes over what one exchange with the hub, which answers now, tells about its clock: `received` and `replied`
    /// are milliseconds since 1970 UTC.
    package func compared(sent: TimeEvidence, received: Int64, replied: Int64) {
        let returned = Defect.offsetFromWallClock.isActive ? wall() : sinceBoot()
        let left = Defect.offsetFromWallClock.isActive ? sent.wall : sent.sinceBoot
        offset.withLock { $0.add(sent: left, received: received, replied: replied, returned: returned) }
    }

    package var isPlausible: Bool { wall() >= EdgeLimits.earliestPlausibleWall }

    /// A new identifier.
    package func identifier<Subject>(_ subject: Subject.Type = Subject.self) -> Identifier<Subject> {
        .timeOrdered(milliseconds: wall(), random: (SecureRandom.integer(), SecureRandom.integer()))
    }

    /// In 0..<1, for spreading waits.
    package static func fraction() -> Double {
        Double(SecureRandom.integer() >> 11) / Double(1 << 53)
    }
}
