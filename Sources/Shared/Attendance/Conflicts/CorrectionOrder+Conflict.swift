extension CorrectionOrder {
    /// `observed`: events about the record that the corrections outrank.
    package static func conflict(
        _ standing: Standing, session: SessionID, person: PersonID, observed: [EventID]
    ) -> Conflict {
        let options = standing.heads.reversed().map { one in
            let others = standing.heads.map(\.id).filter { $0 != one.id }
            return ConflictOption(
                .keep(correction: one.id, over: others), choice: one.id.description,
                meaning: "\"\(one.status.rawValue)\" by \(one.actor) counts")
        }
        let seen = observed.map { event in
            var evidence = ConflictEvidence(.sighting, id: event.description, note: "outranked by every correction")
            evidence.counts = false
            return evidence
        }
        return Conflict(
            id: .corrections(session, person), isOpen: standing.isContested, people: [person],
            evidence: standing.chain.map { evidence($0, counts: $0.id == standing.inForce?.id) } + seen,
            provisional: "All corrections stay. The one of the higher role counts, of the same role the latest.",
            options: standing.isContested ? options : [])
    }

    private static func evidence(_ correction: Correction, counts: Bool) -> ConflictEvidence {
        var evidence = ConflictEvidence(.correction, id: correction.id.description, note: correction.reason)
        evidence.session = correction.session
        evidence.at = correction.at
        evidence.status = correction.status
        evidence.actor = correction.actor
        evidence.role = correction.role
        evidence.counts = counts
        return evidence
    }
}
