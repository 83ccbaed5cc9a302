extension TwoRooms {
    /// A cluster's conflict is named by the smallest of its events, so that the order of arrival does not matter.
    package static func id(of cluster: [Sighting]) -> ConflictID? {
        cluster.map(\.event).min().map(ConflictID.twoRooms)
    }

    /// `cluster`: one of `judgement`'s.
    package static func conflict(_ cluster: [Sighting], of person: PersonID, judgement: Judgement) -> Conflict? {
        guard let id = id(of: cluster) else { return nil }
        let rooms = Set(cluster.map(\.room)).sorted()
        let events = cluster.map(\.event)
        let inRoom = rooms.map { room in
            ConflictOption(
                .sightings(
                    right: cluster.filter { $0.room == room }.map(\.event),
                    wrong: cluster.filter { $0.room != room }.map(\.event)),
                choice: room.text, meaning: "The person was in \(room); the other sightings do not count")
        }
        return Conflict(
            id: id, isOpen: !judgement.open.isDisjoint(with: events), people: [person],
            evidence: cluster.map { evidence($0, counts: !judgement.setAside.contains($0.event)) },
            provisional: "All events stay. Of two that contradict one another the more similar one counts; "
                + "the records of both rooms are marked for review.",
            options: inRoom + [
                ConflictOption(.sightings(right: events, wrong: []), meaning: "All sightings count"),
                ConflictOption(.sightings(right: [], wrong: events), meaning: "No sighting counts"),
            ])
    }

    private static func evidence(_ sighting: Sighting, counts: Bool) -> ConflictEvidence {
        var evidence = ConflictEvidence(.sighting, id: sighting.event.description)
        evidence.room = sighting.room
        evidence.at = sighting.at.milliseconds
        evidence.uncertainty = sighting.at.uncertainty
        evidence.similarity = ConflictEvidence.rounded(sighting.similarity)
        evidence.counts = counts
        return evidence
    }
}
