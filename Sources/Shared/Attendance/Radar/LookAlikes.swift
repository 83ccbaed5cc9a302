/// People who may be taken for one another. Pure.
package enum LookAlikes {
    /// What a person is compared by.
    package struct Face: Hashable, Sendable {
        package let person: PersonID
        package let sections: Set<SectionID>
        /// Direction of the mean of their samples of one model.
        package private(set) var template: [Float]

        /// Nil where the samples have no direction in common. `samples`: of one model.
        package init?(person: PersonID, sections: some Sequence<SectionID>, samples: [Embedding]) {
            guard let first = samples.first,
                let template = MeanDirection.of(
                    samples.lazy.filter { $0.dimension == first.dimension }.map(\.values))
            else { return nil }
            self.person = person
            self.sections = Set(sections)
            self.template = template
        }

        /// Without what all have in common.
        package func centred(by centre: GalleryCentre) -> Face {
            var face = self
            face.template = centre.centred(template)
            return face
        }
    }

    package struct Pair: Hashable, Sendable {
        package let pair: PersonPair
        package let similarity: Float
        /// They have a section in common: a camera sees both.
        package let meet: Bool
    }

    /// Pairs of somebody of `faces` with somebody after them in `all`, to which `faces` belongs; the most similar
    /// first. From `accept` on one would be named for the other; from `review` on only those who meet are worth a look,
    /// for of others there are too many.
    package static func pairs(
        of faces: ArraySlice<Face>, in all: [Face], accept: Float, review: Float
    ) -> [Pair] {
        var found: [Pair] = []
        for (index, one) in zip(faces.indices, faces) {
            for other in all[(index + 1)...] where other.template.count == one.template.count {
                let similarity = FaceComparison.dot(one.template, other.template)
                guard similarity >= min(accept, review) else { continue }
                let meet = !one.sections.isDisjoint(with: other.sections)
                guard similarity >= accept || meet else { continue }
                found.append(Pair(
                    pair: PersonPair(one.person, other.person), similarity: similarity, meet: meet))
            }
        }
        return found.sorted { ($0.similarity, $1.pair) > ($1.similarity, $0.pair) }
    }
}
