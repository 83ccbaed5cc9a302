import Attendance
import EdgeNodeCore
import Replication

/// What people at the hubs do: few people, numbers and sessions, so that it meets.
enum HubsWorkload {
    static func person(_ number: UInt8) -> PersonID { id(0xA0 + number) }

    static func content(for replica: SiteReplica, _ random: inout SplitMix64) -> SiteContent {
        let someone = person(.random(in: 1...5, using: &random))
        let other = person(.random(in: 1...5, using: &random))
        let word = ["red", "green", "blue"].randomElement(using: &random)!
        let view = replica.view
        switch Int.random(in: 0..<20, using: &random) {
        case 0...3: return .event(fresh(&random), about: someone, body: Array(word.utf8))
        case 4...6:
            let known = replica.state.erasures.withdrawals(of: HubsWorld.hashing.mask(someone))
            return .sample(fresh(&random), of: someone, body: random.bytes(8), after: known)
        case 7...9: return .profile(someone, field: "name", value: word)
        case 10...11:
            let isHeld = random.chance(80)
            let replaced = hashes(replica, .number).filter { _ in random.chance(30) }
            return .number(word, someone, isHeld: isHeld, supersedes: replaced)
        case 12...14: return .correction(correction(view, someone, &random))
        case 15: return .alias(someone, to: other)
        case 16: return .unalias(hashes(replica, .alias))
        case 17: return .distinct(someone, other, isDistinct: random.chance(70))
        case 18: return .archive(someone, isArchived: random.chance(60))
        default:
            guard random.chance(40) else { return .setting(key: "late", value: "\(random.next() % 9)") }
            let scope = random.chance(50) ? SiteErasure.Scope.person : .face
            return .erasure(SiteErasure(id: fresh(&random), person: HubsWorld.hashing.mask(someone), scope: scope))
        }
    }

    private static func correction(
        _ view: SiteView, _ person: PersonID, _ random: inout SplitMix64
    ) -> SiteCorrection {
        let session: SessionID = id(.random(in: 1...2, using: &random))
        let seen = view.corrections[.init(session: session, person: person)].map { [$0.id] } ?? []
        return SiteCorrection(
            id: fresh(&random), session: session, person: person,
            status: [.present, .absent, .excused].randomElement(using: &random)!,
            rank: .random(in: 1...2, using: &random), supersedes: random.chance(70) ? seen : [])
    }

    private static func hashes(_ replica: SiteReplica, _ kind: SiteContent.Kind) -> [Digest] {
        replica.state.operations.values.filter { $0.kind == kind }.map(\.hash).sorted()
    }

    private static func fresh<Subject>(_ random: inout SplitMix64) -> Identifier<Subject> {
        Identifier(bytes: random.bytes(16))
    }

    private static func id<Subject>(_ number: UInt8) -> Identifier<Subject> {
        Identifier(bytes: Array(repeating: number, count: 16))
    }
}
