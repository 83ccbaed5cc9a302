import EdgeNodeCore

/// What one seed's world is like: which faults happen in it at all, how often, and how large things are.
struct Swarm {
    let edition: Edition
    let nodes: Int
    let events: Int
    let days: Int
    let batchLimit: Int
    /// Of a request or a reply, in percent.
    let loss: Int
    /// Of a request that arrives a second time later, in percent.
    let doubling: Int
    let slowestMilliseconds: Int64
    let busyPercent: Int
    let enrolments: Int
    let erasures: Int
    /// Faults in the whole run.
    let faults: Int
    let kinds: [Fault]
    /// Of a request or a reply that is cut off in its middle, in percent.
    var tearing = 0
    /// A double arrives at most so much later, in milliseconds.
    var longestDouble: Int64 = 6 * World.hour
    /// An outbox that the hub acknowledged is refilled from for so long, in milliseconds.
    var reserve: Int64 = 14 * World.day
    /// Boot clocks run wrong by up to so many millionths.
    var drift: Int64 = 0
    /// How often consent is given again.
    var consents = 0
    /// Words of humans about attendance.
    var corrections = 0
    /// Nodes of a fleet that loses its hub together; 0: there is none.
    var fleet = 0

    init(_ random: inout SplitMix64, seed: UInt64, edition: Edition) {
        self.edition = edition
        nodes = .random(in: 1...5, using: &random)
        let events = Int.random(in: 5...60, using: &random)
        // Later editions have more to do with each.
        self.events = edition > .first ? events / 2 : events
        days = .random(in: 1...30, using: &random)
        batchLimit = [1, 2, 7, 500].randomElement(using: &random)!
        loss = [0, 5, 30].randomElement(using: &random)!
        doubling = [0, 10, 50].randomElement(using: &random)!
        slowestMilliseconds = [20, 2_000, 50_000].randomElement(using: &random)!
        busyPercent = [0, 0, 20].randomElement(using: &random)!
        enrolments = [0, 2, 10].randomElement(using: &random)!
        erasures = [0, 1, 6].randomElement(using: &random)!
        faults = .random(in: 0...40, using: &random)
        let chosen = Fault.first.filter { _ in Bool.random(using: &random) }
        guard edition > .first else {
            kinds = chosen
            return
        }
        // Draws of their own: the worlds of the first edition stay what they were.
        var more = SplitMix64(seed: seed ^ 0x5EC0)
        kinds = chosen + Fault.second.filter { _ in more.chance(30) }
        tearing = [0, 0, 20].randomElement(using: &more)!
        longestDouble = [World.hour, 10 * World.day].randomElement(using: &more)!
        reserve = [World.hour * 6, 2 * World.day, 14 * World.day].randomElement(using: &more)!
        drift = [0, 100].randomElement(using: &more)!
        consents = [0, 3].randomElement(using: &more)!
        corrections = [0, 8].randomElement(using: &more)!
        fleet = [0, 0, 0, 40, 200].randomElement(using: &more)!
    }
}
