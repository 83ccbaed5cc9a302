/// Derives attendance records. A pure function of its inputs: the same facts give the same records, in whatever
/// order they arrived.
package enum RecordBook {
    /// The records of one session: one for each person on the roster and one for each other person seen in the room,
    /// sorted by person. `now` (milliseconds since 1970 UTC) decides only between expected and absent.
    package static func records(
        of session: Session, roster: some Sequence<PersonID>, sightings: some Sequence<Sighting>,
        corrections: some Sequence<Correction>, rules: AttendanceRules, now: Int64
    ) -> [Record] {
        let roster = Set(roster)
        let opens = session.start - minutes(rules.opensBeforeMinutes)
        let inRoom = sightings.filter {
            $0.room == session.room && $0.at.latest >= opens && $0.at.earliest <= session.end
        }
        let seen = Dictionary(grouping: inRoom, by: \.person)
        let corrected = Dictionary(
            grouping: corrections.filter { $0.session == session.id }, by: \.person)
        return roster.union(seen.keys).union(corrected.keys).sorted().map { person in
            let ordered = (seen[person] ?? []).sorted {
                ($0.at.milliseconds, $0.event) < ($1.at.milliseconds, $1.event)
            }
            let correction = corrected[person]?.max { ($0.at, $0.id) < ($1.at, $1.id) }
            return Record(
                session: session.id, person: person,
                status: correction?.status ?? status(ordered, in: session, rules: rules, now: now),
                onRoster: roster.contains(person),
                firstSeen: ordered.first?.at.milliseconds, lastSeen: ordered.last?.at.milliseconds,
                events: ordered.map(\.event), correction: correction?.id)
        }
    }

    private static func status(
        _ sightings: [Sighting], in session: Session, rules: AttendanceRules, now: Int64
    ) -> Status {
        guard let first = sightings.first, let last = sightings.last else {
            return now < session.end ? .expected : .absent
        }
        let opens = session.start - minutes(rules.opensBeforeMinutes)
        // An interval that crosses an edge of a rule must not silently become "late".
        let edges = [opens, session.start + minutes(rules.lateAfterMinutes), session.end]
            + (rules.absentAfterMinutes.map { [session.start + minutes($0)] } ?? [])
        if edges.contains(where: { first.at.earliest <= $0 && $0 < first.at.latest }) { return .unsure }
        if let limit = rules.absentAfterMinutes, first.at.milliseconds > session.start + minutes(limit) {
            return .absent
        }
        if let allowed = rules.mayLeaveBeforeEndMinutes, now >= session.end {
            let edge = session.end - minutes(allowed)
            if last.at.latest < edge { return .leftEarly }
            if last.at.earliest < edge { return .unsure }
        }
        return first.at.milliseconds > session.start + minutes(rules.lateAfterMinutes) ? .late : .present
    }

    private static func minutes(_ count: Int) -> Int64 { Int64(count) * 60_000 }
}
