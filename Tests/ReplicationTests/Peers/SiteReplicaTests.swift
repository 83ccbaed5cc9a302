import Attendance
import Replication
import TestSupport
import Testing

/// Delivery between hubs by vectors: what is lacking comes, whatever else happens.
struct SiteReplicaTests {
    static let now = TestSites.morning
    private static let ada: PersonID = TestSites.id(0xA1)

    private static func hub(_ site: UInt8, writes count: Int = 0) -> SiteReplica {
        var hub = TestSites.replica(site)
        write(count, in: &hub)
        return hub
    }

    private static func write(_ count: Int, in hub: inout SiteReplica, from first: Int = 0) {
        for index in first..<first + count {
            let content = SiteContent.setting(key: "\(index)", value: "\(hub.origin.site)")
            #expect(hub.write(content, now: now, salt: []) != nil)
        }
    }

    private static func request(_ hub: SiteReplica, repair: PeerRequest.Repair? = nil) -> PeerRequest {
        PeerRequest(origin: hub.origin, vector: hub.vector, repair: repair)
    }

    @Test func onlyWhatIsLackingIsSent() {
        let one = Self.hub(1, writes: 5)
        var two = Self.hub(2, writes: 2)
        let reply = one.answer(Self.request(two))
        #expect(reply.operations.map(\.id.sequence) == [1, 2, 3, 4, 5] && !reply.isMore)
        #expect(two.receive(reply.operations, now: Self.now).new == 5)
        #expect(one.answer(Self.request(two)).operations.isEmpty)
        #expect(two.answer(Self.request(one)).operations.map(\.id.origin) == [two.origin, two.origin])
    }

    /// A hub that was set back and does not know it yet would go on writing behind what it is given, as if that were
    /// its own.
    @Test func nothingGoesBackToWhereItCameFrom() {
        var one = Self.hub(1, writes: 3)
        let image = one
        Self.write(2, in: &one, from: 3)
        var two = Self.hub(2)
        two.pull(from: one, now: Self.now)
        #expect(two.answer(Self.request(image)).operations.isEmpty)
        var reborn = image
        reborn.beginIncarnation(TestSites.id(9))
        #expect(two.answer(Self.request(reborn)).operations.map(\.id.sequence) == [4, 5])
    }

    @Test(arguments: 0..<50)
    func reorderedAndDoubledOperationsEndAlike(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let one = Self.hub(1, writes: 12)
        var two = Self.hub(2)
        let operations = one.answer(Self.request(two)).operations
        for operation in (operations + operations).shuffled(using: &random) {
            _ = two.receive([operation], now: Self.now)
            let through = two.vector.through(one.origin)
            let has = Set(two.state.operations.values.map(\.id.sequence))
            #expect(through == (1...12).prefix { has.contains($0) }.last ?? 0)
        }
        #expect(two.stateHash == one.stateHash && two.vector == one.vector)
    }

    @Test func longLogsComeInPages() {
        let one = Self.hub(1, writes: Protocol.operationsPerBatch + 10)
        var two = Self.hub(2)
        let first = one.answer(Self.request(two))
        #expect(first.operations.count == Protocol.operationsPerBatch && first.isMore)
        _ = two.receive(first.operations, now: Self.now)
        let second = one.answer(Self.request(two))
        #expect(second.operations.count == 10 && !second.isMore)

        var three = Self.hub(3)
        let body = [UInt8](repeating: 1, count: Protocol.bytesPerBatch / 2)
        for index in 1...3 as ClosedRange<UInt8> {
            _ = three.write(.event(TestSites.id(index), about: nil, body: body), now: 0, salt: [])
        }
        #expect(three.answer(Self.request(two)).operations.count == 1)
    }

    @Test func damagedOperationsAreLeftOut() {
        var two = Self.hub(2)
        let good = TestSites.operation(.setting(key: "a", value: "b"))
        let bad = SiteOperation(
            id: good.id, at: good.at, hash: good.hash, body: .whole(.setting(key: "a", value: "c"), salt: [0]))
        #expect(two.receive([bad], now: Self.now).damaged == 1)
        #expect(two.state.operations.isEmpty && two.vector.through(good.id.origin) == 0)
        #expect(two.receive([good], now: Self.now).new == 1)
    }

    /// What is not known to be lost: a hub that was set back finds out from anybody's vector.
    @Test func aHubThatWasSetBackNoticesAndGetsItsOwnBack() {
        var one = Self.hub(1, writes: 3)
        let image = one
        Self.write(2, in: &one, from: 3)
        var two = Self.hub(2)
        two.pull(from: one, now: Self.now)
        #expect(!one.hasLost(seenBy: two.vector) && !two.hasLost(seenBy: one.vector))

        one = image
        #expect(one.hasLost(seenBy: two.vector))
        one.beginIncarnation(TestSites.id(9))
        #expect(!one.hasLost(seenBy: two.vector))
        Self.write(1, in: &one, from: 9)
        one.pull(from: two, now: Self.now)
        two.pull(from: one, now: Self.now)
        #expect(one.stateHash == two.stateHash && one.state.operations.count == 6)
        #expect(two.vector.entries.count == 2)
    }

    /// … also where it has written as much again since then: the sums differ.
    @Test func aHubThatWroteTwiceToOnePlaceKeepsBoth() {
        var one = Self.hub(1, writes: 3)
        let image = one
        Self.write(2, in: &one, from: 3)
        var two = Self.hub(2)
        two.pull(from: one, now: Self.now)
        one = image
        Self.write(4, in: &one, from: 20)
        var three = Self.hub(3)
        three.pull(from: one, now: Self.now)

        #expect(one.hasLost(seenBy: two.vector))
        let old = one.origin
        one.beginIncarnation(TestSites.id(9))
        for _ in 0..<2 {
            one.compareAll(of: old, with: two)
            two.compareAll(of: old, with: three)
            three.compareAll(of: old, with: one)
        }
        #expect(one.stateHash == two.stateHash && two.stateHash == three.stateHash && one.vector == three.vector)
        #expect(one.state.operations.count == 9)
        #expect(one.view.conflicts == (4...5).map { .fork(OperationID(origin: old, sequence: $0)) })
        #expect(two.answer(Self.request(three)).mismatched.isEmpty)
    }

    /// Row 8: everything that a hub whose clock is ahead writes counts as made when the first other hub saw it, at all
    /// of them; stamps are written once each, and about edits only.
    @Test func stampsOfTheFutureSettleAtTheSmallest() {
        var ahead = Self.hub(1), two = Self.hub(2), three = Self.hub(3)
        let future = Self.now + TestSites.decade
        _ = ahead.write(.setting(key: "k", value: "ahead"), now: future, salt: [])
        _ = ahead.write(.event(TestSites.id(1), about: nil, body: []), now: future, salt: [])
        let reply = ahead.answer(Self.request(two))
        let first = two.receive(reply.operations, now: Self.now)
        #expect(first.stamps.count == 1 && first.ahead == [ahead.origin.site])
        // The third hub hears of it half a minute later, from the first one, before it hears of the stamp.
        #expect(three.receive(reply.operations, now: Self.now + 30_000).stamps.count == 1)
        #expect(two.receive(reply.operations, now: Self.now).stamps.isEmpty)
        #expect(two.write(.setting(key: "k", value: "later"), now: Self.now + 1_000, salt: []) != nil)
        for _ in 0..<2 {
            ahead.pull(from: two, now: future)
            ahead.pull(from: three, now: future)
            two.pull(from: three, now: Self.now)
            three.pull(from: two, now: Self.now)
        }
        #expect(ahead.stateHash == two.stateHash && two.stateHash == three.stateHash)
        #expect(ahead.view.settings == ["k": "later"])
        #expect(ahead.state.history(of: .setting("k")).count == 2)
        #expect(ahead.state.operations.values.filter { $0.kind == .stamp }.count == 2)
    }

    @Test func whoeverWasErasedIsNotWrittenAboutAgain() {
        var one = Self.hub(1), two = Self.hub(2)
        #expect(one.write(.profile(Self.ada, field: "name", value: "Ada"), now: Self.now, salt: [1]) != nil)
        two.receive([TestSites.erasure(1, of: Self.ada)])
        #expect(two.write(.alias(Self.ada, to: TestSites.id(2)), now: Self.now, salt: [1]) == nil)
        two.pull(from: one, now: Self.now)
        #expect(two.vector.through(one.origin) == 1 && two.view.profiles.isEmpty)
        // What was scrubbed can be passed on, and scrubs there.
        one.pull(from: two, now: Self.now)
        #expect(one.view.profiles.isEmpty && one.stateHash == two.stateHash)
    }

    @Test func erasuresComeInPagesAndOnlyWhereTheyDiffer() {
        var one = Self.hub(1), two = Self.hub(2)
        one.receive((1...5).map { TestSites.erasure($0, of: TestSites.id($0)) })
        var after: SiteErasure?
        var pages = 0
        repeat {
            let page = one.erasures(known: two.erasureSum, after: after, limit: 2)
            two.receive(page.erasures)
            after = page.isMore ? page.erasures.last : nil
            pages += 1
        } while after != nil
        #expect(pages == 3 && one.stateHash == two.stateHash)
        #expect(one.erasures(known: two.erasureSum, after: nil).erasures.isEmpty)
    }

    @Test func aRestartKeepsTheClock() {
        var one = Self.hub(1)
        let before = one.write(.setting(key: "a", value: "1"), now: Self.now, salt: [])
        one.restart(bound: one.clock.bound)
        let after = one.write(.setting(key: "a", value: "2"), now: Self.now - TestSites.decade, salt: [])
        #expect(before!.at < after!.at && one.view.settings["a"] == "2")
    }
}

extension SiteReplica {
    /// What a machine does over several requests when two hubs disagree about an origin.
    mutating func compareAll(of origin: Origin, with other: SiteReplica) {
        let repair = PeerRequest.Repair(origin: origin, after: 0)
        let reply = other.answer(PeerRequest(origin: self.origin, vector: vector, repair: repair))
        _ = receive(reply.operations, now: TestSites.morning)
        pull(from: other, now: TestSites.morning)
    }
}
