import EdgeNodeCore

/// What one seed's world is like: which faults happen in it at all, how often, and how large things are.
struct Swarm {
    let nodes: Int
    let events: Int
    let days: Int
    let batchLimit: Int
    /// Of a request or a reply, in percent.
    let loss: Int
    /// Of a request that arrives a second time, up to hours later, in percent.
    let doubling: Int
    let slowestMilliseconds: Int64
    let busyPercent: Int
    let enrolments: Int
    let erasures: Int
    /// Faults in the whole run.
    let faults: Int
    let kinds: [Fault]

    init(_ random: inout SplitMix64) {
        nodes = .random(in: 1...5, using: &random)
        events = .random(in: 5...60, using: &random)
        days = .random(in: 1...30, using: &random)
        batchLimit = [1, 2, 7, 500].randomElement(using: &random)!
        loss = [0, 5, 30].randomElement(using: &random)!
        doubling = [0, 10, 50].randomElement(using: &random)!
        slowestMilliseconds = [20, 2_000, 50_000].randomElement(using: &random)!
        busyPercent = [0, 0, 20].randomElement(using: &random)!
        enrolments = [0, 2, 10].randomElement(using: &random)!
        erasures = [0, 1, 6].randomElement(using: &random)!
        faults = .random(in: 0...40, using: &random)
        let chosen = Fault.allCases.filter { _ in Bool.random(using: &random) }
        kinds = chosen
    }
}
