import Attendance
import SQLite

/// The transactions of deciding: what a decision changes at once. Everything else follows when it is derived.
package enum Deciding {
    /// Throws `HubError` where the decision cannot be carried out as things are.
    package static func carryOut(_ decision: ConflictDecision, in database: Connection) throws {
        switch decision.ruling {
        case .merge(let from, let into):
            try checkMerge(from, into, in: database)
            let sections = try PeopleFeed.sections(of: into, in: database)
            try insert(decision, people: [from, into], in: database)
            try PeopleFeed.hide(from, in: database)
            try PeopleFeed.personChanged(into, formerSections: sections, in: database)
            try PeopleFeed.showSamples(of: from, as: into, in: database)
        case .different(let pair):
            try insert(decision, people: pair.people, in: database)
        case .renumber(let person, _, let new):
            try setNumber(new, of: person, because: decision, in: database)
            try insert(decision, people: decision.conflict.pair.people, in: database)
        case .sightings(let right, let wrong):
            let people = try (right + wrong).compactMap { try SightingTable.sighting($0, in: database)?.person }
            try insert(decision, people: people, in: database)
        case .keep:
            try insert(decision, people: [decision.conflict.subject(1)], in: database)
        }
    }

    /// Takes a decision back: everything is as if it had never been made.
    package static func undo(
        _ decision: ConflictDecision, id: DecisionID, actor: String, reason: String?, at: Int64,
        in database: Connection
    ) throws {
        if case .renumber(let person, let old, let new) = decision.ruling {
            guard try PeopleTable.person(person, in: database)?.number == new else {
                throw HubError(
                    .conflict, "The number of person \(person) was changed again since",
                    advice: "Give them the number that they should have: rollcall-hub people history \(person).")
            }
            try setNumber(old, of: person, by: actor, at: at, in: database)
        }
        try DecisionTable.undo(decision, id: id, actor: actor, reason: reason, at: at, in: database)
        if case .merge(let from, let into) = decision.ruling {
            try PeopleFeed.show(from, in: database)
            // They had the other one's sections, too.
            try PeopleFeed.personChanged(into, in: database)
        }
    }

    private static func insert(
        _ decision: ConflictDecision, people: [PersonID], in database: Connection
    ) throws {
        try DecisionTable.insert(decision, people: people, in: database)
    }

    private static func checkMerge(_ from: PersonID, _ into: PersonID, in database: Connection) throws {
        let aliases = try DecisionTable.aliases(in: database)
        for person in [from, into] {
            if let root = aliases.alias(of: person) {
                throw HubError(.conflict, "Person \(person) counts as person \(root) already")
            }
            if try PeopleTable.isArchived(person, in: database) {
                throw HubError(
                    .conflict, "Person \(person) is archived", advice: "Bring them back first, or leave them apart.")
            }
        }
        let consents = try [from, into].map { id in
            guard let consent = try PeopleTable.consent(of: id, in: database) else {
                throw HubError.notFound("person \(id)")
            }
            return consent
        }
        guard consents[0] % 2 == consents[1] % 2 else {
            throw HubError(
                .conflict, "One of the two has withdrawn consent to being recognised by face, the other has not",
                advice: "If they are one person: rollcall-hub people consent ID --withdrawn for the other one, too.")
        }
    }

    private static func setNumber(
        _ number: String?, of id: PersonID, because decision: ConflictDecision, in database: Connection
    ) throws {
        if let number, let holder = try PeopleTable.holder(ofNumber: number, except: id, in: database) {
            throw HubError(
                .conflict, "This number belongs to person \(holder) already", advice: "Give another \"number\".")
        }
        try setNumber(number, of: id, by: decision.actor, at: decision.at, in: database)
    }

    private static func setNumber(
        _ number: String?, of id: PersonID, by actor: String, at: Int64, in database: Connection
    ) throws {
        guard let old = try PeopleTable.find(id, in: database) else { throw HubError.notFound("person \(id)") }
        let person = try Person(
            id: id, name: old.name, number: number, sections: old.sections, consent: old.consent)
        try PersonHistoryTable.note(old, becomes: person, by: actor, at: at, in: database)
        try PeopleTable.update(person, at: at, in: database)
    }
}
