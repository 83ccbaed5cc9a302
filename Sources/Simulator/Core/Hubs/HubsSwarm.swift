import EdgeNodeCore

/// What one seed's hubs are like.
struct HubsSwarm {
    let hubs: Int
    let days: Int
    let operations: Int
    /// Of a request or a reply, in percent.
    let loss: Int
    /// Of a message that arrives a second time, up to hours later, in percent.
    let doubling: Int
    let slowestMilliseconds: Int64
    let idleMilliseconds: Int64
    let faults: [HubFault]

    /// `always`: a fault that certainly happens, three times.
    init(_ random: inout SplitMix64, always: HubFault?) {
        hubs = .random(in: 2...3, using: &random)
        days = .random(in: 1...6, using: &random)
        operations = .random(in: 5...80, using: &random)
        loss = [0, 5, 30].randomElement(using: &random)!
        doubling = [0, 10, 50].randomElement(using: &random)!
        slowestMilliseconds = [20, 2_000, 50_000].randomElement(using: &random)!
        idleMilliseconds = [600_000, 1_800_000].randomElement(using: &random)!
        let kinds = HubFault.allCases.filter { _ in Bool.random(using: &random) }
        let count = Int.random(in: 0...8, using: &random)
        let chosen = kinds.isEmpty ? [] : (0..<count).map { _ in kinds.randomElement(using: &random)! }
        faults = chosen + (always.map { Array(repeating: $0, count: 3) } ?? [])
    }
}
