import Attendance
import SQLite

/// All that the records of one session follow from.
package struct SessionFacts: Sendable {
    let session: Session
    let roster: [PersonID]
    /// In the session's room, and those of the same people elsewhere that may contradict them.
    let sightings: [Sighting]
    let corrections: [Correction]

    /// `person`: under any of their ids; nil: everybody.
    package static func read(
        _ session: Session, of person: PersonID?, rules: AttendanceRules, rulings: Rulings, in database: Connection
    ) throws -> SessionFacts {
        let family = person.map { rulings.aliases.family(of: $0) }
        let opensBefore = Int64(rules.opensBeforeMinutes) * 60_000
        let inRoom = try family.map { ids in
            try ids.flatMap {
                try SightingTable.sightings(around: session, opensBefore: opensBefore, person: $0, in: database)
            }
        } ?? SightingTable.sightings(around: session, opensBefore: opensBefore, person: nil, in: database)
        let roster = try RosterSpanTable.roster(of: session.section, at: session.start, in: database)
        let corrections = try CorrectionTable.corrections(of: session.id, in: database)
        return SessionFacts(
            session: session, roster: roster.filter { family?.contains($0) ?? true },
            sightings: inRoom + (try elsewhere(inRoom, in: session.room, rules: rules, rulings: rulings, in: database)),
            corrections: corrections.filter { family?.contains($0.person) ?? true })
    }

    private static func elsewhere(
        _ inRoom: [Sighting], in room: RoomID, rules: AttendanceRules, rulings: Rulings, in database: Connection
    ) throws -> [Sighting] {
        let travel = rules.travelMilliseconds
        // Whose time is more uncertain than the way takes contradicts nobody.
        let sure = inRoom.filter { $0.at.uncertainty < travel }
        let people = Dictionary(grouping: sure) { rulings.aliases.root(of: $0.person) }
        return try people.sorted { $0.key < $1.key }.flatMap { person, sightings in
            let times = sightings.map(\.at.milliseconds)
            guard let first = times.min(), let last = times.max() else { return [Sighting]() }
            return try rulings.aliases.family(of: person).flatMap {
                try SightingTable.sightings(
                    of: $0, from: first - travel, through: last + travel, exceptIn: room, in: database)
            }
        }
    }

    package func records(rules: AttendanceRules, now: Int64, rulings: Rulings) -> [Record] {
        RecordBook.records(
            of: session, roster: roster, sightings: sightings, corrections: corrections, rules: rules, now: now,
            rulings: rulings)
    }
}
