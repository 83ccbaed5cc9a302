import Attendance

/// One hub's side of following another one, without clock, disk or network.
///
/// Each contact begins with the other hub's erasures; then operations are asked for by vector until nothing is missing.
/// One request is under way at a time, and nothing is ever sent unasked, so hubs in a ring cannot set one another off.
package struct PeerMachine: Sendable {
    package enum Input: Sendable {
        /// A wait is over, or there is a hint that something is new.
        case wake
        case erasures(PeerErasures)
        case replied(PeerReply)
        /// The last `apply` is durable. `hasLost`: what `SiteReplica.hasLost` said of the reply's vector before it.
        case applied(PeerReceipt, hasLost: Bool)
        /// No connection, a time-out, or a refusal.
        case failed(retryAfter: Int64)
    }

    package enum Effect: Hashable, Sendable {
        /// Ask for the erasures after `after`, with the sum over those that are known.
        case pullErasures(after: SiteErasure?)
        case applyErasures([SiteErasure])
        /// Ask for operations, with the vector as it is at the moment of asking.
        case pull(repair: PeerRequest.Repair?)
        /// Store all of it in one transaction, with the clock's bound and stamps, and say `applied`.
        case apply(PeerReply)
        /// Begin a new incarnation before anything else is written.
        case beginIncarnation
        /// Tell people.
        case report(PeerProblem)
        /// Wake again after this many milliseconds.
        case wait(milliseconds: Int64)
    }

    private enum State: Sendable {
        case waiting
        case erasing
        case pulling(PeerRequest.Repair?)
        case applying(PeerRequest.Repair?, PeerReply)
    }

    /// Attempts to settle one disagreement.
    private struct Repairs: Sendable {
        var backoff = Backoff(base: 30_000, cap: 3_600_000)
        var next: Int64 = .min
    }

    /// How often the other hub is usually asked when nothing is missing, in milliseconds.
    package static let idleMilliseconds: Int64 = 5_000
    /// Shortest time between two attempts to settle one disagreement, in milliseconds.
    package static let repairMilliseconds: Int64 = 5_000

    private var state = State.waiting
    private var erasuresDue = true
    /// The other hub's life that answered last.
    private var peer: Origin?
    private var backoff: Backoff
    private var repairs: [Origin: Repairs] = [:]
    private let idleMilliseconds: Int64

    /// - Parameters:
    ///   - peer: the other hub's life that answered last, as far as an earlier run knew.
    ///   - idleMilliseconds: how often the other hub is asked when nothing is missing.
    package init(
        peer: Origin? = nil, backoff: Backoff = Backoff(), idleMilliseconds: Int64 = PeerMachine.idleMilliseconds
    ) {
        self.peer = peer
        self.idleMilliseconds = idleMilliseconds
        self.backoff = backoff
    }

    /// `random` is in 0..<1 and spreads waits; `now` is in milliseconds of a clock that only goes forward.
    package mutating func handle(_ input: Input, random: Double, now: Int64) -> [Effect] {
        switch (input, state) {
        case (.wake, .waiting):
            return next()
        case (.wake, _):
            return []
        case (.erasures(let page), .erasing):
            return received(page)
        case (.replied(let reply), .pulling(let repair)):
            let problems = heard(reply.origin)
            state = .applying(repair, reply)
            return problems + [.apply(reply)]
        case (.applied(let receipt, let hasLost), .applying(let repair, let reply)):
            return applied(receipt, hasLost: hasLost, repair: repair, reply: reply, random: random, now: now)
        case (.failed(let retryAfter), .erasing), (.failed(let retryAfter), .pulling):
            return failed(random: random, atLeast: retryAfter)
        case (.erasures, _), (.replied, _), (.applied, _), (.failed, _):
            preconditionFailure("the driver answered an effect that is not under way")
        }
    }

    private mutating func next() -> [Effect] {
        guard !erasuresDue else {
            state = .erasing
            return [.pullErasures(after: nil)]
        }
        return pull(nil)
    }

    private mutating func pull(_ repair: PeerRequest.Repair?) -> [Effect] {
        state = .pulling(repair)
        return [.pull(repair: repair)]
    }

    private mutating func received(_ page: PeerErasures) -> [Effect] {
        let problems = heard(page.origin)
        if page.isMore, let last = page.erasures.last {
            return problems + [.applyErasures(page.erasures), .pullErasures(after: last)]
        }
        erasuresDue = false
        return problems + (page.erasures.isEmpty ? [] : [.applyErasures(page.erasures)]) + pull(nil)
    }

    /// A hub in another life may know erasures that it never told, from its ledger.
    private mutating func heard(_ origin: Origin) -> [Effect] {
        defer { peer = origin }
        guard let peer, peer != origin else { return [] }
        erasuresDue = true
        return [.report(.peerRestored)]
    }

    private mutating func applied(
        _ receipt: PeerReceipt, hasLost: Bool, repair: PeerRequest.Repair?, reply: PeerReply, random: Double, now: Int64
    ) -> [Effect] {
        var effects: [Effect] = []
        if receipt.damaged > 0 { effects.append(.report(.damaged(receipt.damaged))) }
        if !receipt.ahead.isEmpty { effects.append(.report(.clocks(receipt.ahead))) }
        if hasLost {
            erasuresDue = true
            effects += [.report(.lostData), .beginIncarnation]
        }
        // Asking for the same again at once would spin.
        let isStuck = reply.isMore && (repair == nil ? receipt.new == 0 : reply.operations.isEmpty)
        if receipt.damaged > 0 || isStuck { return effects + failed(random: random) }
        backoff.succeeded()
        if erasuresDue { return effects + next() }
        if let repair {
            guard reply.isMore, let last = reply.operations.last else { return effects + pull(nil) }
            return effects + pull(PeerRequest.Repair(origin: repair.origin, after: last.id.sequence))
        }
        if reply.isMore { return effects + pull(nil) }
        return effects + settled(reply.mismatched, random: random, now: now)
    }

    /// Nothing is missing. Where the two disagree, everything of that origin is compared, at growing intervals: it may
    /// be the other hub that lacks something, and it asks for itself.
    private mutating func settled(_ mismatched: [Origin], random: Double, now: Int64) -> [Effect] {
        repairs = repairs.filter { mismatched.contains($0.key) }
        guard let origin = mismatched.first(where: { now >= (repairs[$0]?.next ?? .min) }) else {
            state = .waiting
            return [.wait(milliseconds: idleMilliseconds)]
        }
        var attempts = repairs[origin] ?? Repairs()
        attempts.next = now + attempts.backoff.failed(random: random, atLeast: Self.repairMilliseconds)
        repairs[origin] = attempts
        return [.report(.mismatch(origin))] + pull(PeerRequest.Repair(origin: origin, after: 0))
    }

    private mutating func failed(random: Double, atLeast: Int64 = 0) -> [Effect] {
        // Out of touch: erasures may have come meanwhile.
        erasuresDue = true
        state = .waiting
        return [.wait(milliseconds: backoff.failed(random: random, atLeast: atLeast))]
    }
}
