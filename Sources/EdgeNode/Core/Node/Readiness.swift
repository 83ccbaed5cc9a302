import Service

/// Says when the node is ready to see, and whether its clock was ever set.
struct Readiness: Service {
    let name = "readiness"
    let clock: NodeClock
    /// Milliseconds since boot.
    let since: Int64
    let log: Log

    func start() async throws {
        if !clock.isPlausible {
            log.warning(
                "The clock of this computer was never set; the hub places events by the time since boot.",
                ["wall.milliseconds": clock.wall()])
        }
        log.info("rollcall-edge: ready", ["start.milliseconds": clock.sinceBoot() - since])
    }
}
