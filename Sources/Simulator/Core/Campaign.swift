/// Many seeds, one after the other.
package struct Campaign {
    /// What one seed came to.
    package struct Result: Sendable {
        package let seed: UInt64
        package let hash: UInt64
        package let violations: [String]
        package let events: Int
        package let virtualMilliseconds: Int64
        /// Where the trace was kept.
        package let lines: [String]
    }

    /// What is lived through.
    package enum Subject: Sendable {
        /// Nodes and their hub.
        case site(Edition)
        /// Hubs that follow one another.
        case hubs
    }

    /// Lives through one seed. `run` tells runs of the same seed apart and does not change what happens.
    package static func live(
        _ subject: Subject = .site(.present), seed: UInt64, run: Int = 0, isTraced: Bool = false
    ) throws -> Result {
        guard case .site(let edition) = subject else { return HubsWorld.live(seed: seed, isTraced: isTraced) }
        let world = try World(seed: seed, run: run, edition: edition, isTraced: isTraced)
        world.live()
        return Result(
            seed: seed, hash: world.trace.hash, violations: world.oracle.violations, events: world.oracle.order.count,
            virtualMilliseconds: world.agenda.now, lines: world.trace.lines)
    }

    /// Lives through it twice; a difference is a violation of its own.
    package static func liveTwice(_ subject: Subject = .site(.present), seed: UInt64) throws -> Result {
        let first = try live(subject, seed: seed)
        let second = try live(subject, seed: seed, run: 1)
        guard first.hash != second.hash else { return first }
        return Result(
            seed: seed, hash: first.hash, violations: first.violations + ["two runs of one seed differ"],
            events: first.events, virtualMilliseconds: first.virtualMilliseconds, lines: [])
    }
}

extension Campaign {
    /// Lives through many seeds, `lanes` at a time; `report` hears of each, in the order of the seeds.
    package static func run(
        _ seeds: Range<UInt64>, of subject: Subject = .site(.present), lanes: Int, isTwice: Bool,
        report: (Result) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Result.self) { group in
            var next = seeds.lowerBound, due = seeds.lowerBound
            var waiting: [UInt64: Result] = [:]
            func add() {
                guard next < seeds.upperBound else { return }
                let seed = next
                next += 1
                group.addTask {
                    try isTwice ? liveTwice(subject, seed: seed) : live(subject, seed: seed)
                }
            }
            for _ in 0..<lanes { add() }
            while let result = try await group.next() {
                waiting[result.seed] = result
                while let ready = waiting.removeValue(forKey: due) {
                    report(ready)
                    due += 1
                }
                add()
            }
        }
    }
}
