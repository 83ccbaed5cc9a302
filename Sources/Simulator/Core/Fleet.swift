import Attendance
import EdgeNodeCore
import Replication

/// The machines of many nodes, without disks: the hub is away for minutes, or the school's power is, and then everybody
/// comes back. They must not come at once, and everybody must be served in the end.
final class Fleet {
    private static let incarnation = Incarnation(bytes: [UInt8](repeating: 1, count: 16))
    /// When the trouble begins, in milliseconds.
    private static let outage: Int64 = 120_000
    /// Everybody is served within this after the trouble, in milliseconds: who is sent away by a busy hub waits up to
    /// five and a half minutes, and some are sent away several times.
    private static let patience: Int64 = 30 * 60_000

    private let count: Int
    private let returns: Int64
    private let isPowerCut: Bool
    /// Requests that the hub takes in a second; it sends the others away.
    private let capacity: Int
    private var random: SplitMix64
    private var agenda = Agenda()
    private var push: [PushMachine] = []
    private var feed: [FeedMachine] = []
    /// Counts power cuts: what a machine asked for before is void.
    private var life = 0
    /// Requests by second of arrival, and those among them that ended a wait or a power cut.
    private var arrivals: [Int64: Int] = [:]
    private var comebacks: [Int64: Int] = [:]
    private var servedPush: Set<Int> = []
    private var servedFeed: Set<Int> = []
    private(set) var contacts = 0
    private(set) var violations: [String] = []

    init(nodes: Int, seed: UInt64) {
        count = nodes
        random = SplitMix64(seed: seed ^ 0xF1EE)
        isPowerCut = Bool.random(using: &random)
        returns = Self.outage + .random(in: 120_000...1_800_000, using: &random)
        capacity = Bool.random(using: &random) ? nodes : max(2, nodes / 10)
        for _ in 0..<nodes {
            push.append(PushMachine(acceptedThrough: 0, written: 0))
            feed.append(FeedMachine(cursor: nil, galleryIsStale: false))
        }
    }

    func live() {
        for index in 0..<count {
            begin(index, in: .random(in: 0...60_000, using: &random))
        }
        if isPowerCut { agenda.add(in: returns) { [self] in powerReturns() } }
        while violations.isEmpty, let work = agenda.next(until: returns + Self.patience) { work() }
        check()
        // What is still to come holds this fleet.
        agenda = Agenda(now: agenda.now)
    }

    private func begin(_ index: Int, in milliseconds: Int64, endsWait: Bool = false) {
        later(milliseconds) { [self] in tell(index, .wake, endsWait: endsWait) }
        later(milliseconds) { [self] in follow(index, .wake, endsWait: endsWait) }
    }

    private func later(_ milliseconds: Int64, _ work: @escaping () -> Void) {
        let asked = life
        agenda.add(in: milliseconds) { [self] in
            if life == asked { work() }
        }
    }

    /// All computers start within a second.
    private func powerReturns() {
        life += 1
        for index in 0..<count {
            push[index] = PushMachine(acceptedThrough: 0, written: 0, firstContactSpread: BootSpread.milliseconds)
            feed[index] = FeedMachine(
                cursor: nil, galleryIsStale: false, firstContactSpread: BootSpread.milliseconds)
            begin(index, in: .random(in: 0...1_000, using: &random), endsWait: true)
        }
    }

    private var isHubUp: Bool { agenda.now < Self.outage || agenda.now >= returns }

    private enum Answer { case taken, busy, none }

    /// What the hub says to one more request.
    private func ask(endsWait: Bool) -> Answer {
        guard isHubUp else { return .none }
        contacts += 1
        let second = agenda.now / 1_000
        arrivals[second, default: 0] += 1
        if endsWait { comebacks[second, default: 0] += 1 }
        return arrivals[second, default: 0] > capacity ? .busy : .taken
    }

    // MARK: pushing

    private func tell(_ index: Int, _ input: PushMachine.Input, endsWait: Bool = false) {
        let draw = random.fraction()
        for effect in push[index].handle(input, random: draw) {
            switch effect {
            case .pullErasures: request(index, endsWait) { .erasuresApplied(through: 0) }
            case .hello: request(index, endsWait) { [self] in .replied(reply(to: index)) }
            case .load: later(0) { [self] in tell(index, .loaded([])) }
            case .send, .startNewLineage: violations.append("a node of a fleet has something to send")
            case .accept: break
            case .wait(let milliseconds): later(milliseconds) { [self] in tell(index, .wake, endsWait: true) }
            case .idle: later(PushMachine.idleMilliseconds) { [self] in tell(index, .wake) }
            }
        }
    }

    private func request(_ index: Int, _ endsWait: Bool, _ success: @escaping () -> PushMachine.Input) {
        let answer = ask(endsWait: endsWait)
        later(5) { [self] in
            switch answer {
            case .taken: tell(index, success())
            case .busy: tell(index, .failed(.busy(retryAfter: 30_000)))
            case .none: tell(index, .failed(.unreachable))
            }
        }
    }

    private func reply(to index: Int) -> PushReply {
        if agenda.now >= returns { servedPush.insert(index) }
        return PushReply(
            incarnation: Self.incarnation, acceptedThrough: 0, items: [], received: agenda.now, replied: agenda.now)
    }

    // MARK: pulling

    private func follow(_ index: Int, _ input: FeedMachine.Input, endsWait: Bool = false) {
        let draw = random.fraction()
        var effects = feed[index].handle(input, random: draw, now: agenda.now)
        while !effects.isEmpty {
            switch effects.removeFirst() {
            case .poll(_, let seconds): poll(index, seconds: Int64(seconds), endsWait)
            case .check: effects += feed[index].handle(.checked(true), random: draw, now: agenda.now)
            case .wait(let milliseconds): later(milliseconds) { [self] in follow(index, .wake, endsWait: true) }
            case .apply, .publishGallery, .report: break
            case .fetchSnapshot: violations.append("a node of a fleet wants a snapshot")
            }
        }
    }

    private func poll(_ index: Int, seconds: Int64, _ endsWait: Bool) {
        switch ask(endsWait: endsWait) {
        case .none: later(5) { [self] in follow(index, .failed(retryAfter: 0)) }
        case .busy: later(5) { [self] in follow(index, .failed(retryAfter: 30_000)) }
        case .taken:
            if agenda.now >= returns { servedFeed.insert(index) }
            let held = 5 + seconds * 1_000
            let fails = agenda.now < Self.outage && agenda.now + held >= Self.outage
            later(fails ? Self.outage - agenda.now : held) { [self] in
                follow(index, fails ? .failed(retryAfter: 0) : .page(FeedPage(
                    changes: [], cursor: Cursor(incarnation: Self.incarnation, position: 0), upToDate: true,
                    reset: false, checkpoint: nil)))
            }
        }
    }

    // MARK: what has to hold

    /// Nobody comes back in step: with full jitter over 30 s or more, in no second more than an eighth of everybody.
    private func check() {
        let most = 5 + 2 * count / 8
        for (second, here) in comebacks.sorted(by: { $0.key < $1.key }) where second * 1_000 >= returns - 1_000 {
            if here > most {
                violations.append("\(here) requests of \(count) nodes come back within one second; \(most) may")
                return
            }
        }
        if servedPush.count < count || servedFeed.count < count {
            violations.append(
                "\(count - min(servedPush.count, servedFeed.count)) of \(count) nodes are not served after an outage")
        }
    }
}
