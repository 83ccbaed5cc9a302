import Attendance
import Replication

/// Two sites with three operations each, in every order, with every way of hearing from one another in between: what
/// each author can have known of the other site's operations.
struct Interleavings {
    /// What a site writes next, from what it knows then.
    typealias Step = @Sendable (SiteReplica) -> SiteContent

    struct Written {
        let operation: SiteOperation
        let site: Int
        /// What its author knew.
        let seen: Set<Digest>
    }

    /// What became of one of them.
    struct Outcome {
        /// The two sites, and a third one that heard everything at the end, backwards.
        let sites: [SiteReplica]
        /// Nil: the site refused, because it knew of an erasure.
        let written: [[Written?]]
        let view: SiteView

        var all: [Written] { written.joined().compactMap { $0 } }
        /// What humans are asked, apart from clocks.
        var questions: [SiteConflict] {
            view.conflicts.filter { if case .clock = $0 { false } else { true } }
        }

        func hash(_ site: Int, _ step: Int) -> Digest? { written[site][step]?.operation.hash }
    }

    private enum Exchange: CaseIterable { case none, toFirst, toSecond }

    let steps: [[Step]]
    /// By how much each site's wall clock is wrong, in milliseconds.
    let wallErrors: [Int64]

    /// Returns what was wrong, at most a few of them, and how many ways there were.
    func check(_ problem: (Outcome) -> String?) -> (problems: [String], count: Int) {
        var problems: [String] = []
        var count = 0
        for order in Self.orders() {
            for exchanges in Self.exchanges(for: order) {
                count += 1
                let outcome = live(order, exchanges)
                let hashes = outcome.sites.map(\.stateHash)
                let found = Set(hashes).count > 1 ? "the hubs disagree" : problem(outcome)
                if let found, problems.count < 5 { problems.append("\(order), \(exchanges): \(found)") }
            }
        }
        return (problems, count)
    }

    /// All 20 orders of three steps of the first and three of the second site.
    private static func orders() -> [[Int]] {
        (0..<64).filter { $0.nonzeroBitCount == 3 }.map { bits in (0..<6).map { bits >> $0 & 1 } }
    }

    /// One for each of the different things that the authors can know: of 243 ways most come to the same.
    private static func exchanges(for order: [Int]) -> [[Exchange]] {
        var seen: Set<[Int]> = []
        return (0..<243).compactMap { code in
            var (rest, written, known, signature) = (code, [0, 0], [0, 0], [] as [Int])
            let exchanges = order.map { site in
                signature.append(known[site])
                written[site] += 1
                let exchange = Exchange.allCases[rest % 3]
                rest /= 3
                if exchange == .toFirst { known[0] = written[1] }
                if exchange == .toSecond { known[1] = written[0] }
                return exchange
            }
            return seen.insert(signature).inserted ? exchanges : nil
        }
    }

    private func live(_ order: [Int], _ exchanges: [Exchange]) -> Outcome {
        var sites = [TestSites.replica(1), TestSites.replica(2)]
        var written: [[Written?]] = [[], []]
        var now = TestSites.morning
        func wall(_ site: Int) -> Int64 { now + wallErrors[site] }
        for (index, site) in order.enumerated() {
            let seen = Set(sites[site].state.operations.keys)
            let content = steps[site][written[site].count](sites[site])
            let operation = sites[site].write(content, now: wall(site), salt: [UInt8(index)])
            written[site].append(operation.map { Written(operation: $0, site: site, seen: seen) })
            now += 10
            switch exchanges[index] {
            case .none: break
            case .toFirst: sites[0].pull(from: sites[1], now: wall(0))
            case .toSecond: sites[1].pull(from: sites[0], now: wall(1))
            }
        }
        // Twice, for the stamps that the first exchange may bring about.
        for _ in 0..<2 {
            sites[0].pull(from: sites[1], now: wall(0))
            sites[1].pull(from: sites[0], now: wall(1))
        }
        var third = TestSites.replica(3)
        let everything = sites[0].state.operations.values.sorted { $0.id > $1.id }
        _ = third.receive(everything, now: now)
        for site in 0...1 { sites[site].pull(from: third, now: wall(site)) }
        third.pull(from: sites[0], now: now)
        return Outcome(sites: sites + [third], written: written, view: sites[0].view)
    }
}
