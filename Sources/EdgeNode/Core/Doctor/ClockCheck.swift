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
            let difference = hubOffset.map { ", it is \(text(of: $0))" } ?? ""
            return .fail("clock", "\(now) cannot be right\(difference)", fix: fix)
        }
        guard let hubOffset else { return .ok("clock", "\(now) is plausible; not compared with a hub's") }
        guard abs(hubOffset) > tolerableOffset else {
            return .ok("clock", "\(now), within \(tolerableOffset / 1_000) s of the hub's")
        }
        return .warn(
            "clock", "\(now) is \(text(of: hubOffset)); one of the two is wrong",
            fix: fix + " Events keep their right place meanwhile, by the time since this computer started.")
    }

    private static func text(of hubOffset: Int64) -> String {
        "\(amount(abs(hubOffset))) \(hubOffset > 0 ? "behind" : "ahead of") the hub's clock"
    }

    /// The largest units that say it, "10.0 years".
    private static func amount(_ milliseconds: Int64) -> String {
        let units: [(name: String, milliseconds: Double)] = [
            ("years", 365.25 * 86_400_000), ("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000),
        ]
        let unit = units.first { Double(milliseconds) >= $0.milliseconds } ?? ("s", 1_000)
        return Decimals.text(Double(milliseconds) / unit.milliseconds, 1) + " " + unit.name
    }
}
