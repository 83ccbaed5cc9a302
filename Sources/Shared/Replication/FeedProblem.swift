/// What a node cannot do with something that the hub handed out.
package enum FeedProblem: Hashable, Sendable, CustomStringConvertible {
    /// An entry of a kind that this release does not know and need not know.
    case skipped(kind: String)
    /// An entry of an unknown kind that must not be passed over.
    case required(kind: String)
    /// An entry of a known kind that is not what it should be.
    case damaged(kind: String)
    /// What the node holds does not add up to the hub's checkpoint.
    case mismatch

    /// Longest name of a kind that is repeated in texts, in characters.
    private static let kindCharacters = 40

    static func shown(_ kind: String) -> String {
        String(kind.prefix(kindCharacters))
    }

    package var description: String {
        switch self {
        case .skipped(let kind): "The hub's feed has entries of kind \"\(kind)\", which this release passes over."
        case .required(let kind):
            "The hub's feed needs kind \"\(kind)\", which this release does not know. Bring this node to the hub's "
                + "release; until then it keeps the gallery that it has."
        case .damaged(let kind): "The hub handed out an entry of kind \"\(kind)\" that cannot be read."
        case .mismatch:
            "What this node holds does not add up to what the hub says it should be; it fetches a snapshot and keeps "
                + "the gallery that it has until then."
        }
    }
}
