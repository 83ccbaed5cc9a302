/// For how long a node that does not hear its hub may go on recognising people: so long after the latest renewal, in
/// time that the computer was on or off. Pure: the clocks are given.
///
/// Time with the computer on is counted by the clock since boot, so setting the wall clock neither ends a lease nor
/// draws it out. Only how long it was off between two boots is told by the wall clock: by the difference between its
/// last reading in one boot and the beginning of the next. A clock that was never set tells nothing, one that runs
/// back gives no time back. While a boot goes on its clock may be put right, and more time off is counted then; but a
/// step of more than `credibleCorrectionMilliseconds` contradicts the clock since boot and is the wall clock's fault.
///
/// So a node that is kept off, or starts each time with a clock that was held back, keeps its lease for the time that
/// it was off: nobody runs there who could end it. What it was on for counts always.
package struct GalleryLease: Hashable, Sendable, Codable {
    /// One reading of a node's clocks.
    package struct Moment: Hashable, Sendable, Codable {
        /// Milliseconds since 1970 UTC.
        package let wall: Int64
        /// Milliseconds since boot.
        package let sinceBoot: Int64
        /// Which boot that was.
        package let boot: String

        package init(wall: Int64, sinceBoot: Int64, boot: String) {
            self.wall = wall
            self.sinceBoot = sinceBoot
            self.boot = boot
        }
    }

    /// From a renewal to the end, in milliseconds.
    package let duration: Int64
    /// Milliseconds since the renewal that the computer was on.
    package private(set) var powered: Int64 = 0
    /// Milliseconds that it was off before earlier boots since.
    private var earlierOff: Int64 = 0
    /// Milliseconds that it was off before the present boot; nil as long as the wall clock tells nothing.
    private var latestOff: Int64?
    /// The wall clock's last reading in the boot before; nil in the boot of the renewal.
    private var wallBefore: Int64?
    private var noted: Moment

    /// `note` is called, and what it changes written down, at least this often, in milliseconds. A new boot counts as
    /// so much more time: between the last note and the end of the boot before nobody counted.
    package static let noteMilliseconds: Int64 = 600_000
    /// A wall clock below this (2024-01-01 UTC, in milliseconds since 1970) was never set.
    package static let earliestPlausibleWall: Int64 = 1_704_067_200_000
    /// How far a wall clock that was read before in the same boot may be put ahead and still be believed, in
    /// milliseconds (400 days).
    package static let credibleCorrectionMilliseconds: Int64 = 400 * 86_400_000

    /// Renewed at this moment.
    package init(duration: Int64, at now: Moment) {
        self.duration = duration
        noted = now
    }

    /// Milliseconds that count.
    package var used: Int64 { powered + earlierOff + (latestOff ?? 0) }
    package var remaining: Int64 { max(0, duration - used) }
    package var isOver: Bool { used >= duration }

    /// Counts the time up to now.
    package mutating func note(_ now: Moment) {
        if now.boot == noted.boot, now.sinceBoot >= noted.sinceBoot {
            powered += now.sinceBoot - noted.sinceBoot
        } else {
            powered += now.sinceBoot + Self.noteMilliseconds
            earlierOff += latestOff ?? 0
            (latestOff, wallBefore) = (nil, noted.wall)
        }
        noted = now
        guard let wallBefore, min(wallBefore, now.wall) >= Self.earliestPlausibleWall else { return }
        let off = max(0, now.wall - now.sinceBoot - wallBefore)
        guard let latestOff else { return self.latestOff = off }
        if off - latestOff <= Self.credibleCorrectionMilliseconds { self.latestOff = max(latestOff, off) }
    }
}
