/// One person in two rooms between which nobody gets that fast. Both events stay; where nobody decided, the higher
/// similarity counts provisionally.
///
/// The clocks' uncertainty speaks for the person: two sightings contradict one another only if they do so for every
/// true time within their intervals. Each sighting is judged by those within the travel time alone, so that the answer
/// does not depend on how much of the past somebody looks at.
package enum TwoRooms {
    /// What becomes of one person's sightings.
    package struct Judgement: Hashable, Sendable {
        /// Do not count.
        package var setAside: Set<EventID> = []
        /// Contradict another one, and nobody has decided.
        package var open: Set<EventID> = []
        /// Sightings that hang together by contradictions, each in order of time.
        package var clusters: [[Sighting]] = []
    }

    /// Others in order of time that a sighting is compared with, on each side; what lies beyond is left out.
    package static let neighbours = 64

    /// Whether the two cannot both be right. `travel`: milliseconds.
    package static func contradict(_ one: Sighting, _ other: Sighting, travel: Int64) -> Bool {
        one.room != other.room
            && max(one.at.latest - other.at.earliest, other.at.latest - one.at.earliest) < travel
    }

    /// `sightings`: of one person, in any order, each once.
    package static func judge(_ sightings: some Sequence<Sighting>, travel: Int64, rulings: Rulings) -> Judgement {
        let ordered = sightings.sorted(by: isEarlier)
        var judgement = Judgement()
        var groups = Array(ordered.indices)
        func group(_ index: Int) -> Int {
            var index = index
            while groups[index] != index { index = groups[index] }
            return index
        }
        for (index, one) in ordered.enumerated() {
            if rulings.verdict(on: one.event) == false { judgement.setAside.insert(one.event) }
            for next in ordered.indices.dropFirst(index + 1).prefix(neighbours) {
                let other = ordered[next]
                guard other.at.milliseconds - one.at.milliseconds < travel else { break }
                guard contradict(one, other, travel: travel) else { continue }
                groups[max(group(index), group(next))] = min(group(index), group(next))
                judge(one, other, rulings, &judgement)
            }
        }
        let members = Dictionary(grouping: ordered.indices, by: group)
        judgement.clusters = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
            .map { $0.map { ordered[$0] } }
        return judgement
    }

    private static func judge(_ one: Sighting, _ other: Sighting, _ rulings: Rulings, _ judgement: inout Judgement) {
        switch (rulings.verdict(on: one.event), rulings.verdict(on: other.event)) {
        case (false, _), (_, false), (true, true): break
        case (true, nil): judgement.setAside.insert(other.event)
        case (nil, true): judgement.setAside.insert(one.event)
        case (nil, nil):
            judgement.open.formUnion([one.event, other.event])
            judgement.setAside.insert(isBetter(one, other) ? other.event : one.event)
        }
    }

    private static func isBetter(_ one: Sighting, _ other: Sighting) -> Bool {
        one.similarity != other.similarity ? one.similarity > other.similarity : isEarlier(one, other)
    }

    private static func isEarlier(_ one: Sighting, _ other: Sighting) -> Bool {
        (one.at.milliseconds, one.event) < (other.at.milliseconds, other.event)
    }
}
