import Attendance
import Foundation
import HubCore
import Replication
import Testing

/// Who may go on writing a lineage: each row of docs/PROTOCOL.md, "Copies of an outbox".
struct AdmissionRulesTests {
    private static let owner = NodeID(UUID())
    private static let (life, otherLife) = (Incarnation(UUID()), Incarnation(UUID()))
    private static let (first, second, third) = (Instance(UUID()), Instance(UUID()), Instance(UUID()))
    private static let (older, previous, current) =
        (Nonce(count: 3, random: 3), Nonce(count: 4, random: 4), Nonce(count: 5, random: 5))

    /// The hub has ten operations; `second` followed `first`.
    private static let known = AdmissionRules.LineageState(
        owner: owner, acceptedThrough: 10, nonce: current, previousNonce: previous, instance: second,
        superseded: [first], boot: "boot", sinceBoot: 1_000)

    private static func header(
        _ operations: ClosedRange<Int64>? = nil, nonce: Nonce? = current, instance: Instance = second,
        seen: Incarnation? = life, acknowledged: Int64 = 10, oldest: Int64 = 1, boot: String = "boot",
        sinceBoot: Int64 = 2_000, erasures: Int64 = 0
    ) -> PushHeader {
        PushHeader(
            lineage: Lineage(UUID()), first: operations?.lowerBound ?? acknowledged + 1,
            last: operations?.upperBound ?? acknowledged, oldest: oldest, previous: .chainStart, nonce: nonce,
            instance: instance, incarnationSeen: seen, acknowledgedSeen: acknowledged, erasures: erasures,
            at: TimeEvidence(wall: 0, sinceBoot: sinceBoot, boot: boot))
    }

    enum Expected { case take, behind, replay, forked, gap(ClosedRange<Int64>) }

    private static let cases: [(name: String, header: PushHeader, expected: Expected)] = [
        ("the next batch", header(11...12), .take),
        ("a hello", header(), .take),
        ("after a restart", header(11...12, instance: third), .take),
        ("after a lost reply", header(9...12, nonce: previous), .take),
        ("after a lost reply, with more", header(11...14, nonce: previous), .take),
        ("after a lost reply and a restart", header(11...12, nonce: previous, instance: third), .take),
        ("operations are missing before it", header(12...12), .behind),
        ("what is missing is not held any more", header(13...13, oldest: 13), .gap(11...12)),
        ("a hello behind what is not held any more", header(acknowledged: 12, oldest: 13), .gap(11...12)),
        ("a late double of an old batch", header(7...8, nonce: older, sinceBoot: 500), .replay),
        ("a late double of an old hello", header(nonce: older, sinceBoot: 500), .replay),
        ("a late double of the process before", header(9...11, nonce: older, instance: first, sinceBoot: 500), .replay),
        // Whoever sent these has heard of a later nonce by now, and would be taken for a copy if they gave out another.
        ("a late double that brings the nonce before", header(nonce: previous, sinceBoot: 500), .replay),
        ("the last request once more", header(11...12, nonce: previous, sinceBoot: 1_000), .replay),
        ("the next one within the same millisecond", header(11...12, sinceBoot: 1_000), .take),
        ("an old nonce, nothing new", header(7...10, nonce: older), .replay),
        ("an old nonce with new operations", header(11...12, nonce: older), .forked),
        ("an old nonce, idle", header(nonce: older), .forked),
        ("no nonce, though one was given", header(nonce: nil), .forked),
        ("a guessed nonce", header(11...12, nonce: Nonce(count: 5, random: 6)), .forked),
        ("a followed process with new operations", header(11...12, nonce: previous, instance: first), .forked),
        ("a followed process, idle", header(nonce: previous, instance: first), .forked),
        ("a followed process on another machine", header(nonce: previous, instance: first, boot: "b", sinceBoot: 1),
            .forked),
        ("after the hub was restored nonces mean nothing", header(11...12, nonce: older, seen: otherLife), .take),
    ]

    @Test(arguments: cases.indices)
    func admissions(index: Int) {
        let (name, header, expected) = Self.cases[index]
        let admission = AdmissionRules.admission(
            of: header, from: Self.owner, known: Self.known, incarnation: Self.life, chainsAgree: true)
        switch (expected, admission) {
        case (.take, .take), (.behind, .behind), (.replay, .replay), (.forked, .forked): break
        case (.gap(let lost), .takeBehindGap(let found)): #expect(lost == found, "\(name)")
        default: Issue.record("\(name): \(admission)")
        }
    }

    @Test func aLineageBelongsToOneNode() {
        let admission = AdmissionRules.admission(
            of: Self.header(11...12), from: NodeID(UUID()), known: Self.known, incarnation: Self.life,
            chainsAgree: true)
        #expect(admission == .refused)
    }

    @Test func anotherHistoryIsAFork() {
        for header in [Self.header(11...12), Self.header(), Self.header(3...4)] {
            let admission = AdmissionRules.admission(
                of: header, from: Self.owner, known: Self.known, incarnation: Self.life, chainsAgree: false)
            guard case .forked = admission else { Issue.record("\(admission)"); continue }
        }
    }

    @Test func aNewLineageBeginsAtOneUnlessTheBeginningIsLost() {
        for (operations, oldest, expected) in [
            (1...2, 1, AdmissionRules.Admission.take), (2...2, 1, .behind), (5...6, 5, .takeBehindGap(lost: 1...4)),
        ] as [(ClosedRange<Int64>, Int64, AdmissionRules.Admission)] {
            let header = Self.header(operations, nonce: nil, acknowledged: 0, oldest: oldest)
            #expect(AdmissionRules.admission(
                of: header, from: Self.owner, known: nil, incarnation: Self.life, chainsAgree: true) == expected)
        }
    }

    @Test func aHubThatWasCopiedBackNotices() {
        let hub = AdmissionRules.HubState(incarnation: Self.life, knowsLifeSeen: true, erasures: 0)
        let lost = { (header: PushHeader) in AdmissionRules.hubHasLostData(header, known: Self.known, hub: hub) }
        #expect(!lost(Self.header()))
        #expect(lost(Self.header(acknowledged: 11)))
        #expect(lost(Self.header(nonce: Nonce(count: 6, random: 1))))
        // A double had come before, and had got the nonce that was the node's.
        #expect(lost(Self.header(nonce: Nonce(count: 5, random: 1))))
        #expect(lost(Self.header(nonce: Nonce(count: 4, random: 1))))
        #expect(!lost(Self.header(nonce: Self.previous)) && !lost(Self.header(nonce: Self.older)))
        #expect(!lost(Self.header(nonce: Nonce(count: 6, random: 1), seen: Self.otherLife, acknowledged: 11)))
        #expect(!lost(Self.header(nonce: nil, seen: nil, acknowledged: 0)))
        #expect(AdmissionRules.hubHasLostData(Self.header(), known: nil, hub: hub))
    }

    @Test func aHubNoticesALifeAndErasuresThatItForgot() {
        let hub = AdmissionRules.HubState(incarnation: Self.life, knowsLifeSeen: false, erasures: 0)
        let strange = Self.header(seen: Self.otherLife, acknowledged: 0)
        #expect(AdmissionRules.hubHasLostData(strange, known: Self.known, hub: hub))
        let ahead = Self.header(erasures: 3)
        for (erasures, isLost) in [(2, true), (3, false)] as [(Int64, Bool)] {
            let hub = AdmissionRules.HubState(incarnation: Self.life, knowsLifeSeen: true, erasures: erasures)
            #expect(AdmissionRules.hubHasLostData(ahead, known: Self.known, hub: hub) == isLost)
        }
    }

    /// After the hub was restored, doubles of requests from before are taken: they must not end the process that lives.
    @Test func aDoubleFromAnotherLifeEndsNoProcess() {
        let double = AdmissionRules.afterContact(
            Self.header(instance: Self.third, seen: Self.otherLife), known: Self.known, owner: Self.owner, through: 10,
            chain: .chainStart, nonce: Self.current, life: Self.life)
        #expect(double.superseded == [Self.first])
        let next = Self.header(boot: "another", sinceBoot: 5)
        #expect(AdmissionRules.admission(
            of: next, from: Self.owner, known: double, incarnation: Self.life, chainsAgree: true) == .take)
    }

    @Test func aContactIsRemembered() {
        let nonce = Nonce(count: 6, random: 6)
        let state = AdmissionRules.afterContact(
            Self.header(11...12, instance: Self.third), known: Self.known, owner: Self.owner, through: 12,
            chain: .chainStart, nonce: nonce, life: Self.life)
        #expect(state.previousNonce == Self.current)
        #expect(state.nonce == nonce)
        #expect(state.instance == Self.third)
        #expect(state.superseded == [Self.first, Self.second])
        #expect(state.acceptedThrough == 12)
        let many = (0..<20).reduce(state) { state, _ in
            AdmissionRules.afterContact(
                Self.header(instance: Instance(UUID())), known: state, owner: Self.owner, through: 12,
                chain: .chainStart, nonce: nonce, life: Self.life)
        }
        #expect(many.superseded.count == AdmissionRules.supersededInstances)
    }
}
