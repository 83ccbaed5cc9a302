import Attendance
import Replication

/// What hubs have to show, worked out anew from what was written: a few lines for each lattice.
struct HubsModel {
    /// Everything that is held, as it was written.
    private let everything: [SiteOperation]
    /// … apart from what erasures forbid, lowest place first.
    private let allowed: [SiteOperation]
    private let erasures: ErasureSet

    init(_ held: [SiteOperation], _ erasures: ErasureSet) {
        var order: [Digest: HLC] = [:]
        for operation in held { order[operation.hash] = operation.at }
        for case .stamp(let hash, let stamp)? in held.map(\.content) {
            if let known = order[hash], stamp < known { order[hash] = stamp }
        }
        let key = { (one: SiteOperation) in (order[one.hash] ?? one.at, one.id.origin.site, one.hash) }
        everything = held.sorted { key($0) < key($1) }
        self.erasures = erasures
        allowed = everything.filter { operation in
            guard let content = operation.content else { return false }
            let masks = content.people.map(HubsWorld.hashing.mask)
            guard !masks.contains(where: erasures.isErased) else { return false }
            guard case .sample(_, _, _, let after) = content else { return true }
            return Set(erasures.withdrawals(of: masks[0])).isSubset(of: after)
        }
    }

    func differences(from view: SiteView) -> [String] {
        var found: [String] = []
        func check(_ name: String, _ isRight: Bool) { if !isRight { found.append(name) } }
        check("events", Set(view.events.keys) == Set(allowed.compactMap {
            if case .event(let id, _, _)? = $0.content { id } else { nil }
        }))
        check("registers", registers == Self.shown(view))
        check("numbers", numbers == view.numbers)
        check("corrections", corrections == Set(view.corrections.values.map(\.id)))
        check("people", Self.everybody.allSatisfy { people[$0] == view.people.all(of: $0) })
        check("samples", samples(view.people) == view.samples)
        return found
    }

    private static let everybody = (1...5).map(HubsWorkload.person)

    private var registers: [SiteRegister: SiteContent] {
        var values: [SiteRegister: SiteContent] = [:]
        for operation in allowed {
            if let content = operation.content, let register = content.register { values[register] = content }
        }
        return values.filter { $0.value != .archive(Self.owner($0.key), isArchived: false) }.filter {
            if case .distinct(_, _, false) = $0.value { false } else { true }
        }.mapValues(Self.plain)
    }

    private static func owner(_ register: SiteRegister) -> PersonID {
        if case .archive(let person) = register { person } else { HubsWorkload.person(0) }
    }

    /// Pairs have no direction.
    private static func plain(_ content: SiteContent) -> SiteContent {
        guard case .distinct(let one, let other, let isDistinct) = content else { return content }
        return .distinct(min(one, other), max(one, other), isDistinct: isDistinct)
    }

    private static func shown(_ view: SiteView) -> [SiteRegister: SiteContent] {
        var values: [SiteRegister: SiteContent] = [:]
        for (person, fields) in view.profiles {
            for (field, value) in fields {
                values[.profile(person, field: field)] = .profile(person, field: field, value: value)
            }
        }
        for (key, value) in view.settings { values[.setting(key)] = .setting(key: key, value: value) }
        for person in view.archived { values[.archive(person)] = .archive(person, isArchived: true) }
        for case .distinct(let one, let other) in view.distinct {
            values[.distinct(one, other)] = .distinct(one, other, isDistinct: true)
        }
        return values
    }

    private var numbers: [String: [PersonID]] {
        var holders: [String: Set<PersonID>] = [:]
        for operation in allowed {
            guard case .number(let number, let person, true, _)? = operation.content else { continue }
            let isReplaced = everything.contains {
                if case .number(_, _, _, let old)? = $0.content { old.contains(operation.hash) } else { false }
            }
            if !isReplaced { holders[number, default: []].insert(person) }
        }
        return holders.mapValues { $0.sorted() }
    }

    private var corrections: Set<EventID> {
        let words = allowed.compactMap { operation -> SiteCorrection? in
            if case .correction(let word)? = operation.content { word } else { nil }
        }
        let standing = words.filter { word in
            !words.contains { $0.supersedes.contains(word.id) && $0.rank >= word.rank }
        }
        let subjects = Dictionary(grouping: standing) { "\($0.session) \($0.person)" }
        return Set(subjects.values.compactMap { words in
            words.last { word in words.allSatisfy { $0.rank <= word.rank } }?.id
        })
    }

    /// Labels spread along aliases until nothing changes.
    private var people: [PersonID: [PersonID]] {
        var label = Dictionary(uniqueKeysWithValues: Self.everybody.map { ($0, $0) })
        for _ in Self.everybody {
            for case .alias(let one, let other)? in aliases(allowed).map(\.content) {
                let least = min(label[one]!, label[other]!)
                (label[one], label[other]) = (least, least)
            }
        }
        return label.mapValues { mine in Self.everybody.filter { label[$0] == mine } }
    }

    private func aliases(_ operations: [SiteOperation]) -> [SiteOperation] {
        let takenBack = everything.flatMap { operation -> [Digest] in
            if case .unalias(let hashes)? = operation.content { hashes } else { [] }
        }
        return operations.filter { $0.kind == .alias && !takenBack.contains($0.hash) }
    }

    /// Suspended: merged with who was erased, or a sample here is older than a withdrawal there.
    private func samples(_ same: SamePeople) -> [SampleID: PersonID] {
        let mask = HubsWorld.hashing.mask
        var suspended: Set<PersonID> = []
        for case .alias(let one, let other)? in aliases(everything).map(\.content) {
            if erasures.isErased(mask(one)) { suspended.formUnion(same.all(of: other)) }
            if erasures.isErased(mask(other)) { suspended.formUnion(same.all(of: one)) }
        }
        var samples: [SampleID: PersonID] = [:]
        for case .sample(let id, let person, _, let after)? in allowed.map(\.content) {
            samples[id] = person
            let withdrawals = same.all(of: person).flatMap { erasures.withdrawals(of: mask($0)) }
            if !Set(withdrawals).isSubset(of: after) { suspended.insert(person) }
        }
        return samples.filter { !suspended.contains($0.value) }
    }
}
