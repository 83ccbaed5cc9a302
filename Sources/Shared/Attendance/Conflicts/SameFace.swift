/// One face under two ids. They are not merged without a human's word: they may be twins.
package enum SameFace {
    /// Who has to be told apart, with the highest similarity, sorted by pair.
    package static func open(
        _ matches: some Sequence<FaceComparison.Match>, rulings: Rulings
    ) -> [(pair: PersonPair, similarity: Float)] {
        var best: [PersonPair: Float] = [:]
        for match in matches {
            guard let pair = PersonPair(match.pair, under: rulings.aliases), !rulings.areDifferent(pair) else {
                continue
            }
            best[pair] = max(best[pair] ?? -1, match.similarity)
        }
        return best.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package static func conflict(_ pair: PersonPair, similarity: Float?, isOpen: Bool) -> Conflict {
        var faces = ConflictEvidence(.faces)
        faces.similarity = similarity.map(ConflictEvidence.rounded)
        let people = pair.people.map { ConflictEvidence(.person, id: $0.description) }
        let different = ConflictOption(
            .different(pair), meaning: "They are two people, such as twins; this is not asked again")
        return Conflict(
            id: .sameFace(pair), isOpen: isOpen, people: pair.people,
            evidence: people + (similarity == nil ? [] : [faces]),
            provisional: "Both stay. Nodes recognise neither of the two where their similarities are too close.",
            options: mergeOptions(pair) + [different])
    }

    static func mergeOptions(_ pair: PersonPair) -> [ConflictOption] {
        [(pair.second, pair.first), (pair.first, pair.second)].map { from, into in
            ConflictOption(
                .merge(from: from, into: into), choice: into.description,
                meaning: "\(from) counts as \(into) from now on, also for what was seen before")
        }
    }
}
