/// All generations of a hub's authority, oldest first: what `GET /v1/authority` answers. Each is signed by the one
/// before, so that a node that was away finds its way from the generation it trusts to the present one.
package struct AuthorityChain: Sendable, Hashable, Codable {
    package let generations: [AuthorityLink]

    /// Most generations that are taken: one a week for twenty years.
    package static let maximumGenerations = 1_024

    package init(generations: [AuthorityLink]) {
        self.generations = generations
    }

    package var current: AuthorityLink? { generations.last }

    /// The newest generation to which signatures lead from `trusted` without a gap. Nil where `trusted` itself is not
    /// part of the chain, or a link after it is not signed by its predecessor: then nothing of it is to be believed.
    package func newest(from trusted: AuthorityLink) -> AuthorityLink? {
        guard generations.count <= Self.maximumGenerations,
            let start = generations.firstIndex(where: { $0.generation == trusted.generation }),
            generations[start].certificate == trusted.certificate, generations[start].key == trusted.key
        else { return nil }
        let later = generations[(start + 1)...]
        return zip(generations[start...], later).allSatisfy { $1.follows($0) } ? later.last ?? trusted : nil
    }
}
