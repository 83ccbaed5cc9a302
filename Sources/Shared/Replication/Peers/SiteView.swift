import Attendance

/// What a state comes to: a function of the state alone, so hubs that know the same show the same.
package struct SiteView: Hashable, Sendable {
    package struct SessionPerson: Hashable, Sendable {
        package let session: SessionID
        package let person: PersonID

        package init(session: SessionID, person: PersonID) {
            self.session = session
            self.person = person
        }
    }

    package private(set) var events: [EventID: [UInt8]] = [:]
    /// Those that somebody may be recognised by.
    package private(set) var samples: [SampleID: PersonID] = [:]
    package private(set) var profiles: [PersonID: [String: String]] = [:]
    package private(set) var archived: Set<PersonID> = []
    package private(set) var settings: [String: String] = [:]
    /// Pairs that were declared to be two humans; no question is asked about them again.
    package private(set) var distinct: Set<SiteRegister> = []
    /// Who holds a number, sorted.
    package private(set) var numbers: [String: [PersonID]] = [:]
    /// The correction that counts.
    package private(set) var corrections: [SessionPerson: SiteCorrection] = [:]
    package let people: SamePeople
    /// In the order of the cases of `SiteConflict`, each sorted.
    package private(set) var conflicts: [SiteConflict] = []

    package init(_ state: SiteState, _ hashing: PeerHashing) {
        let operations = state.inOrder
        people = SamePeople(operations)
        readRegisters(operations)
        readNumbers(operations)
        readCorrections(operations)
        readFaces(operations, state, hashing)
        readEvents(operations)
        readFaults(operations, state)
    }

    /// The last writer wins.
    private mutating func readRegisters(_ operations: [SiteOperation]) {
        for operation in operations {
            switch operation.content {
            case .profile(let person, let field, let value)?: profiles[person, default: [:]][field] = value
            case .setting(let key, let value)?: settings[key] = value
            case .archive(let person, let isArchived)?:
                if isArchived { archived.insert(person) } else { archived.remove(person) }
            case .distinct(_, _, let isDistinct)?:
                guard let pair = operation.content?.register else { continue }
                if isDistinct { distinct.insert(pair) } else { distinct.remove(pair) }
            default: continue
            }
        }
    }

    /// Every word stands that no other one replaced, so two sites that gave one number to two people both count.
    private mutating func readNumbers(_ operations: [SiteOperation]) {
        var replaced: Set<Digest> = []
        for operation in operations {
            switch operation.body {
            case .whole(.number(_, _, _, let supersedes), _): replaced.formUnion(supersedes)
            case .scrubbed(let scrubbed): replaced.formUnion(scrubbed.supersedes)
            default: continue
            }
        }
        var holders: [String: Set<PersonID>] = [:]
        for operation in operations where !replaced.contains(operation.hash) {
            guard case .number(let number, let person, true, _)? = operation.content else { continue }
            holders[number, default: []].insert(person)
        }
        numbers = holders.mapValues { $0.sorted() }
        for number in numbers.keys.sorted() {
            guard let holding = numbers[number], Set(holding.map(people.main)).count > 1 else { continue }
            conflicts.append(.number(number, holders: holding))
        }
    }

    /// A correction that another one has seen gives way to it, unless it comes from a higher role. Of those left the
    /// highest role's latest counts.
    private mutating func readCorrections(_ operations: [SiteOperation]) {
        var words: [SessionPerson: [SiteCorrection]] = [:]
        for operation in operations {
            guard case .correction(let word)? = operation.content else { continue }
            words[SessionPerson(session: word.session, person: word.person), default: []].append(word)
        }
        let subjects = words.keys.sorted { ($0.session, $0.person) < ($1.session, $1.person) }
        for subject in subjects {
            let all = words[subject] ?? []
            var standing = all.filter { word in
                !all.contains { $0.id != word.id && $0.rank >= word.rank && $0.supersedes.contains(word.id) }
            }
            // Authors who named one another in a circle have all seen all.
            if standing.isEmpty { standing = all }
            let highest = standing.map(\.rank).max()
            corrections[subject] = standing.last { $0.rank == highest }
            guard Set(standing.map(\.status)).count > 1 else { continue }
            conflicts.append(.correction(
                subject.session, subject.person, corrections: Set(standing.map(\.id)).sorted()))
        }
    }

    private mutating func readFaces(_ operations: [SiteOperation], _ state: SiteState, _ hashing: PeerHashing) {
        var contents: [SampleID: SiteContent] = [:]
        var differing: Set<SampleID> = []
        var suspended = people.mergedWithErased
        for operation in operations {
            guard case .sample(let id, let person, _, let after)? = operation.content else { continue }
            if let earlier = contents[id], earlier != operation.content { differing.insert(id) }
            guard contents[id] == nil else { continue }
            contents[id] = operation.content
            samples[id] = person
            let withdrawals = people.all(of: person).flatMap { state.erasures.withdrawals(of: hashing.mask($0)) }
            if withdrawals.contains(where: { !after.contains($0) }) { suspended.insert(person) }
        }
        samples = samples.filter { !suspended.contains($0.value) }
        conflicts += suspended.sorted().map { .mergedWithErased($0) }
        conflicts += differing.sorted().map { .sample($0) }
    }

    private mutating func readEvents(_ operations: [SiteOperation]) {
        var contents: [EventID: SiteContent] = [:]
        var differing: Set<EventID> = []
        for operation in operations {
            guard case .event(let id, _, let body)? = operation.content else { continue }
            if let earlier = contents[id], earlier != operation.content { differing.insert(id) }
            guard contents[id] == nil else { continue }
            contents[id] = operation.content
            events[id] = body
        }
        conflicts += differing.sorted().map { .event($0) }
    }

    private mutating func readFaults(_ operations: [SiteOperation], _ state: SiteState) {
        let places = Dictionary(grouping: operations, by: \.id).filter { $0.value.count > 1 }
        conflicts += places.keys.sorted().map { .fork($0) }
        let ahead = operations.filter { state.order(of: $0) < $0.at }.map(\.id.origin.site)
        conflicts += Set(ahead).sorted().map { .clock($0) }
    }
}
