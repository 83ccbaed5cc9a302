import Attendance
import Replication
import Testing

/// One case of two sites that act without knowing of one another, and what has to come of it in every order.
struct ConflictRow: CustomTestStringConvertible, Sendable {
    let name: String
    let first: [Interleavings.Step]
    let second: [Interleavings.Step]
    /// Nil: as it should be.
    let problem: @Sendable (Interleavings.Outcome) -> String?

    var testDescription: String { name }

    static let (ada, bea, cem): (PersonID, PersonID, PersonID) = (
        TestSites.id(0xA1), TestSites.id(0xB2), TestSites.id(0xC3)
    )
    static let lesson: SessionID = TestSites.id(0xE0)

    static func profile(_ person: PersonID, _ value: String) -> Interleavings.Step {
        { _ in .profile(person, field: "name", value: value) }
    }

    static func sample(_ number: UInt8, _ person: PersonID) -> Interleavings.Step {
        { replica in
            let known = replica.state.erasures.withdrawals(of: TestSites.hashing.mask(person))
            return .sample(TestSites.id(number), of: person, body: [number], after: known)
        }
    }

    static func event(_ number: UInt8, _ person: PersonID) -> Interleavings.Step {
        { _ in .event(TestSites.id(number), about: person, body: [number]) }
    }

    static func holds(_ number: String, _ person: PersonID) -> Interleavings.Step {
        { _ in .number(number, person, isHeld: true, supersedes: []) }
    }

    /// Replaces what the site knows about this person's numbers.
    static func number(_ number: String, _ person: PersonID, isHeld: Bool) -> Interleavings.Step {
        { replica in
            let earlier = replica.state.inOrder.filter {
                if case .number(_, person, _, _)? = $0.content { true } else { false }
            }
            return .number(number, person, isHeld: isHeld, supersedes: earlier.map(\.hash))
        }
    }

    /// Ada gets the number 7 from whoever has it.
    static let takesNumber: Interleavings.Step = { replica in
        let earlier = replica.state.inOrder.filter { $0.kind == .number }
        return .number("7", ada, isHeld: true, supersedes: earlier.map(\.hash))
    }

    /// Replaces every correction that the site knows.
    static func correction(_ number: UInt8, _ status: Status, rank: Int = 1) -> Interleavings.Step {
        { replica in
            let seen = replica.state.inOrder.compactMap { operation -> EventID? in
                if case .correction(let word)? = operation.content { word.id } else { nil }
            }
            return .correction(SiteCorrection(
                id: TestSites.id(number), session: lesson, person: ada, status: status, rank: rank, supersedes: seen))
        }
    }

    static func alias(_ one: PersonID, _ other: PersonID) -> Interleavings.Step {
        { _ in .alias(one, to: other) }
    }

    /// Takes back every alias that the site knows.
    static let unalias: Interleavings.Step = { replica in
        .unalias(replica.state.inOrder.filter { $0.kind == .alias }.map(\.hash))
    }

    static func erase(_ person: PersonID, _ scope: SiteErasure.Scope = .person) -> Interleavings.Step {
        { _ in .erasure(TestSites.erasure(0xEE, of: person, scope)) }
    }

    static func setting(_ value: String) -> Interleavings.Step { { _ in .setting(key: "late_after", value: value) } }

    static func archive(_ isArchived: Bool) -> Interleavings.Step { { _ in .archive(ada, isArchived: isArchived) } }
}

extension Interleavings.Outcome {
    /// The last writer wins, the others are history, and whoever wrote after seeing another one's value comes later,
    /// whatever the clocks say.
    func registerProblem(_ register: SiteRegister, winner: (SiteContent) -> Bool) -> String? {
        let state = sites[0].state
        let writes = all.filter { $0.operation.content?.register == register }
        let history = state.history(of: register)
        if history.count != writes.count { return "history has \(history.count) of \(writes.count) values" }
        if let latest = history.first?.content, !winner(latest) { return "the value shown is not the last one" }
        for later in writes {
            for earlier in writes where later.seen.contains(earlier.operation.hash) {
                if state.place(of: later.operation) < state.place(of: earlier.operation) {
                    return "a value comes before one that its author had seen"
                }
            }
        }
        return nil
    }

    /// I6: nothing of the person is in any site's state.
    func remains(of person: PersonID, words: [String] = []) -> String? {
        for site in sites {
            for operation in site.state.operations.values {
                if operation.content?.people.contains(person) == true { return "an operation still names the person" }
                if case .scrubbed(let rest) = operation.body, rest.people.contains(.known(person)) {
                    return "what was scrubbed still names the person"
                }
                let text = "\(operation.body)"
                if let word = words.first(where: text.contains) { return "\"\(word)\" is still there" }
            }
            if site.view.people.all(of: person) != [person] { return "the person is still merged" }
        }
        return nil
    }
}
