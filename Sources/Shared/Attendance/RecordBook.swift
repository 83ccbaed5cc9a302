import Defects

/// Derives attendance records. A pure function of its inputs: the same facts give the same records, in whatever
/// order they arrived.
package enum RecordBook {
    /// The records of one session: one for each person on the roster and one for each other person seen in the room,
    /// sorted by person, under the ids that people count under. `now` (milliseconds since 1970 UTC) decides only
    /// between expected and absent.
    ///
    /// - Parameters:
    ///   - sightings: in the session's room; and of the same people in other rooms within the rules' travel time of
    ///     those, for what contradicts them.
    ///   - corrections: those of other sessions are passed over.
    package static func records(
        of session: Session, roster: some Sequence<PersonID>, sightings: some Sequence<Sighting>,
        corrections: some Sequence<Correction>, rules: AttendanceRules, now: Int64, rulings: Rulings = Rulings()
    ) -> [Record] {
        let aliases = rulings.aliases
        let roster = Set(roster.map { aliases.root(of: $0) })
        let opens = session.start - minutes(rules.opensBeforeMinutes)
        let seen = Dictionary(grouping: sightings) { aliases.root(of: $0.person) }
        let corrected = Dictionary(grouping: corrections.filter { $0.session == session.id }) {
            aliases.root(of: $0.person)
        }
        return roster.union(seen.keys).union(corrected.keys).sorted().compactMap { person in
            let all = seen[person] ?? []
            let inRoom = all.filter {
                $0.room == session.room && $0.at.latest >= opens && $0.at.earliest <= session.end
            }.sorted { ($0.at.milliseconds, $0.event) < ($1.at.milliseconds, $1.event) }
            let judgement = TwoRooms.judge(all, travel: rules.travelMilliseconds, rulings: rulings)
            let counted = inRoom.filter { !judgement.setAside.contains($0.event) }
            let standing = CorrectionOrder.standing(of: corrected[person] ?? [], rulings: rulings)
            let isOpen = inRoom.contains { judgement.open.contains($0.event) }
            let isExpected = roster.contains(person) || standing.inForce != nil
            guard isExpected || !counted.isEmpty || isOpen else { return nil }
            // A guest of whom all sightings are in doubt is neither present nor missed.
            let observed = isExpected || !counted.isEmpty
                ? status(counted, in: session, rules: rules, now: now) : .unsure
            let inForce = Defect.automaticOverCorrection.isActive && !counted.isEmpty ? nil : standing.inForce
            return Record(
                session: session.id, person: person, status: inForce?.status ?? observed,
                onRoster: roster.contains(person),
                firstSeen: counted.first?.at.milliseconds, lastSeen: counted.last?.at.milliseconds,
                events: counted.map(\.event),
                setAside: inRoom.map(\.event).filter { judgement.setAside.contains($0) },
                correction: standing.inForce?.id, corrections: standing.chain.map(\.id),
                review: (isOpen ? [.twoRooms] : []) + (standing.isContested ? [.corrections] : []))
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
