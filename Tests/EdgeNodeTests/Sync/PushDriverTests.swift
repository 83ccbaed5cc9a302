import Attendance
import EdgeNodeCore
import Replication
import Testing

struct PushDriverTests {
    /// Waits that a test can sit out.
    static let quick = Backoff(base: 5, cap: 20)

    private func driver(_ node: TestNode) async throws -> PushDriver {
        PushDriver(
            outbox: node.outbox, hub: try await node.hubClient(), clock: node.clock, link: HubLink(log: node.log),
            disk: node.disk, log: node.log, backoff: Self.quick, bootSpread: 0)
    }

    private func withHub(_ body: (FakeHub, TestNode) async throws -> Void) async throws {
        let hub = try FakeHub()
        try await TestNode.with(hub: hub.address) { node in try await body(hub, node) }
        await hub.stop()
    }

    @Test(arguments: [
        [],
        [FakeHub.Trouble.refuse(500), .refuse(502)],
        [.loseReply],
        [.loseReply, .loseReply, .refuse(500), .loseReply],
        [.refuse(413), .refuse(413)],
        [.refuse(429), .refuse(503), .refuse(503, retryAfter: 1)],
        [.refuse(401), .refuse(403)],
    ])
    func everyEventArrivesOnceWhateverTheHubDoes(troubles: [FakeHub.Trouble]) async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.pushTroubles = troubles }
            let sent = try await node.append(30)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all is acknowledged") { try await node.outbox.status().pending == 0 }
            }
            #expect(hub.events == sent)
        }
    }

    @Test func appendingWakesAnIdleDriver() async throws {
        try await withHub { hub, node in
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                let first = try await node.append(1)
                try await eventually("the first arrived") { hub.events == first }
                let clock = ContinuousClock()
                let start = clock.now
                let second = try await node.append(1)
                try await eventually("the second arrived") { hub.events == first + second }
                // Far below the ten seconds after which an idle queue is looked at anyway.
                #expect(clock.now - start < .seconds(5))
            }
        }
    }

    @Test func retryAfterIsRespected() async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.pushTroubles = [.refuse(503, retryAfter: 1)] }
            try await node.append(1)
            let driver = try await driver(node)
            let start = ContinuousClock.now
            try await whileRunning({ try await driver.run() }) {
                try await eventually("it arrived") { hub.events.count == 1 }
            }
            #expect(ContinuousClock.now - start >= .seconds(1))
        }
    }

    /// The feed goes well meanwhile, so the hub is not away: its wish must be kept all the same.
    @Test func aBusyHubIsLeftAloneWhileTheFeedGoesOn() async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.pushTroubles = [.refuse(503, retryAfter: 1)] }
            try await node.append(1)
            let push = try await driver(node)
            let link = HubLink(log: node.log)
            let feed = try await node.feedDriver(keeper: node.keeper(), link: link)
            let start = ContinuousClock.now
            try await whileRunning({
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await push.run() }
                    group.addTask { try await feed.run() }
                    try await group.waitForAll()
                }
            }) {
                for _ in 0..<10 {
                    hub.state.withLock { $0.feed.append(.personRemoved(node.clock.identifier())) }
                    try await Task.sleep(for: .milliseconds(20))
                }
                try await eventually("it arrived") { hub.events.count == 1 }
            }
            #expect(ContinuousClock.now - start >= .seconds(1))
            #expect(!node.sink.messages().contains { $0.hasPrefix("The hub is away") })
        }
    }

    @Test func batchesShrinkWhenTheyAreTooLarge() async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.limit = 40 }
            let sent = try await node.append(300)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all arrived") { try await node.outbox.status().pending == 0 }
            }
            #expect(hub.events == sent)
            #expect(hub.state.withLock { $0.batchSizes.first } == 300)
        }
    }

    @Test func aRestoredHubGetsEverythingAgain() async throws {
        try await withHub { hub, node in
            let sent = try await node.append(10)
            let driver = try await driver(node)
            let lineage = try await node.outbox.state().lineage
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all arrived") { try await node.outbox.status().pending == 0 }
                hub.state.withLock { state in
                    state.incarnation = Incarnation(bytes: Array(repeating: 2, count: 16))
                    state.accepted[lineage] = 4
                    state.lines[lineage] = state.lines[lineage]?.filter { $0.key <= 4 }
                }
                let last = try await node.append(1)
                try await eventually("the lost ones are back") { hub.events == sent + last }
                try await eventually("acknowledged") { try await node.outbox.status().pending == 0 }
            }
            #expect(try await node.outbox.state().incarnation == Incarnation(bytes: Array(repeating: 2, count: 16)))
        }
    }

    /// The node's disk was set back: the hub knows operations 1…8 of the lineage, the node wrote only five, and its
    /// fourth and fifth are others than the hub's.
    @Test func anOutboxThatWasRolledBackLosesNothing() async throws {
        try await withHub { hub, node in
            let kept = try await node.append(3)
            let lineage = try await node.outbox.state().lineage
            let lines = try await node.outbox.load(after: 0, limit: 10)
            hub.state.withLock { state in
                state.accepted[lineage] = 8
                state.lines[lineage] = Dictionary(uniqueKeysWithValues: lines.map { ($0.sequence, $0.line) })
                for sequence in Int64(4)...8 { state.lines[lineage]?[sequence] = Array("other".utf8) }
            }
            let new = try await node.append(2)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all is at the hub") {
                    let pending = try await node.outbox.status().pending
                    return pending == 0 && Set(hub.events).isSuperset(of: kept + new)
                }
            }
            #expect(try await node.outbox.state().lineage != lineage)
        }
    }

    /// As above, but the node has written more than the hub knew: some sequences are used twice, later ones are new.
    @Test func reusedSequencesAreSentAgainInANewLineage() async throws {
        try await withHub { hub, node in
            let lineage = try await node.outbox.state().lineage
            hub.state.withLock { state in
                state.accepted[lineage] = 2
                state.lines[lineage] = [1: Array("other".utf8), 2: Array("another".utf8)]
            }
            let sent = try await node.append(4)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("all is at the hub") { Set(hub.events).isSuperset(of: sent) }
                try await eventually("acknowledged") { try await node.outbox.status().pending == 0 }
            }
        }
    }

    @Test func aQuarantinedOperationDoesNotBlockTheOthers() async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.quarantined = [2] }
            try await node.append(3)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("acknowledged") { try await node.outbox.status().pending == 0 }
            }
            #expect(node.sink.messages().contains("The hub put an operation aside."))
        }
    }

    @Test func theHubsClockIsLearnt() async throws {
        try await withHub { hub, node in
            #expect(node.clock.evidence().offset == nil)
            try await node.append(1)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("acknowledged") { try await node.outbox.status().pending == 0 }
            }
            #expect(node.clock.evidence().offset == FakeHub.wall - node.time.wallMilliseconds())
        }
    }

    @Test func aHubThatIsAwayIsMentionedOnceAndItsReturnOnce() async throws {
        try await withHub { hub, node in
            hub.state.withLock { $0.isDown = true }
            try await node.append(1)
            let driver = try await driver(node)
            try await whileRunning({ try await driver.run() }) {
                try await eventually("it is mentioned") { !node.sink.messages().isEmpty }
                // Some more attempts, which are not.
                try await Task.sleep(for: .milliseconds(200))
                hub.state.withLock { $0.isDown = false }
                try await eventually("acknowledged") { try await node.outbox.status().pending == 0 }
            }
            #expect(node.sink.messages().filter { $0.hasPrefix("The hub is away") }.count == 1)
            #expect(node.sink.messages().filter { $0 == "The hub is back." }.count == 1)
        }
    }
}
