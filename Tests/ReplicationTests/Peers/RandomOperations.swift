import Attendance
import Replication
import TestSupport

/// A pool of operations of every kind over few people, numbers and sessions, so that everything meets everything.
struct RandomOperations {
    var random: SplitMix64
    private(set) var operations: [SiteOperation] = []
    private(set) var erasures: [SiteErasure] = []

    init(seed: UInt64, count: Int) {
        random = SplitMix64(seed: seed)
        for _ in 0..<count {
            let content = content()
            if case .erasure(let erasure) = content { erasures.append(erasure) }
            operations.append(TestSites.operation(
                content, site: .random(in: 1...3, using: &random), life: .random(in: 1...2, using: &random),
                sequence: .random(in: 1...6, using: &random),
                at: HLC(milliseconds: .random(in: 1...5, using: &random)), salt: .random(in: 0...255, using: &random)))
        }
    }

    /// Some of them, in any order, some twice; with erasures that came beforehand, and operations that another hub has
    /// scrubbed whose erasure is yet to come.
    mutating func state() -> SiteState {
        var scrubbed = SiteState()
        for erasure in erasures where Bool.random(using: &random) { scrubbed.add(erasure, TestSites.hashing) }
        for operation in operations { _ = scrubbed.add(operation, TestSites.hashing) }
        var state = SiteState()
        for operation in operations where Int.random(in: 0..<4, using: &random) == 0 {
            guard let passed = scrubbed.operations[operation.hash], passed.content == nil else { continue }
            _ = state.add(passed, TestSites.hashing)
        }
        for erasure in erasures where Int.random(in: 0..<4, using: &random) == 0 {
            state.add(erasure, TestSites.hashing)
        }
        for operation in (operations + operations).shuffled(using: &random) where Bool.random(using: &random) {
            _ = state.add(operation, TestSites.hashing)
        }
        return state
    }

    private mutating func number(_ range: ClosedRange<UInt8>) -> UInt8 { .random(in: range, using: &random) }
    private mutating func person() -> PersonID { TestSites.id(number(1...4)) }
    private mutating func text() -> String { ["a", "b", "c"].randomElement(using: &random)! }

    private mutating func earlier(_ kind: SiteContent.Kind) -> [Digest] {
        let hashes = operations.filter { $0.kind == kind }.map(\.hash)
        return Array(hashes.shuffled(using: &random).prefix(2))
    }

    private mutating func content() -> SiteContent {
        switch SiteContent.Kind(rawValue: number(1...11))! {
        case .event:
            return .event(TestSites.id(number(1...9)), about: Bool.random(using: &random) ? person() : nil, body: [1])
        case .sample:
            return .sample(
                TestSites.id(number(1...9)), of: person(), body: [2], after: [TestSites.id(number(1...3))])
        case .profile: return .profile(person(), field: text(), value: text())
        case .number:
            return .number(
                text(), person(), isHeld: Int.random(in: 0..<4, using: &random) > 0, supersedes: earlier(.number))
        case .correction:
            return .correction(SiteCorrection(
                id: TestSites.id(number(1...9)), session: TestSites.id(number(1...2)), person: person(),
                status: [.present, .absent, .excused].randomElement(using: &random)!, rank: Int(number(1...2)),
                supersedes: [TestSites.id(number(1...9))]))
        case .alias: return .alias(person(), to: person())
        case .unalias: return .unalias(earlier(.alias))
        case .distinct: return .distinct(person(), person(), isDistinct: Bool.random(using: &random))
        case .archive: return .archive(person(), isArchived: Bool.random(using: &random))
        case .setting: return .setting(key: text(), value: text())
        case .erasure:
            return .erasure(TestSites.erasure(
                number(1...3), of: person(), Bool.random(using: &random) ? .person : .face))
        case .stamp:
            let hash = operations.randomElement(using: &random)?.hash ?? Digest.chainStart
            return .stamp(of: hash, order: HLC(milliseconds: .random(in: 0...5, using: &random)))
        }
    }
}
