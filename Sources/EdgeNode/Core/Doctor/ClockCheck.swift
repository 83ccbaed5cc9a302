import Service

/// This computer's clock, by itself and beside the hub's.
enum ClockCheck {
    /// Farther apart is a warning, in milliseconds: events are put right by what is known of the hub's
    /// clock, but what is written before the first contact carries the difference as uncertainty.
    static let tolerableOffset: Int64 = 5_000

    /// - Parameter hubOffset: hub minus this computer, in milliseconds; nil where the hub did not answer.
    static func finding(time: any TimeSource, hubOffset: Int64?) -> DoctorFinding {
        let wall = time.wallMilliseconds()
        let fix = "Set the clock: timedatectl set-ntp true."
        let now = ISO8601.text(milliseconds: wall)
        guard wall >= EdgeLimits.earliestPlausibleWall else {
            return .fail("clock", "\(now) cannot be right", fix: fix)
        }
        guard let hubOffset else { return .ok("clock", "\(now) is plausible; not compared with a hub's") }
        let seconds = Decimals.text(Double(hubOffset) / 1_000, 1)
        return abs(hubOffset) > tolerableOffset
            ? .warn("clock", "\(now), the hub's is \(seconds) s ahead", fix: fix)
            : .ok("clock", "\(now), within \(tolerableOffset / 1_000) s of the hub's")
    }
}
