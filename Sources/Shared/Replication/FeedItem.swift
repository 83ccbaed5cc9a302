/// One entry of a page as a node reads it: reading never fails, so that one bad entry does not hide the others.
enum FeedItem: Decodable {
    case change(FeedChange)
    case problem(FeedProblem)

    private static let requiredKey = AnyKey(stringValue: "required")

    init(from decoder: any Decoder) {
        guard let container = try? decoder.container(keyedBy: AnyKey.self) else {
            self = .problem(.damaged(kind: ""))
            return
        }
        let kinds = container.allKeys.map(\.stringValue).filter { $0 != Self.requiredKey.stringValue }.sorted()
        if let kind = kinds.first(where: { FeedChange.Kind(stringValue: $0) != nil }) {
            if let change = try? FeedChange(from: decoder) {
                self = .change(change)
            } else {
                self = .problem(.damaged(kind: kind))
            }
            return
        }
        let kind = FeedProblem.shown(kinds.first ?? "")
        // Anything but a plain false is taken for a requirement.
        let isOptional = !container.contains(Self.requiredKey)
            || (try? container.decode(Bool.self, forKey: Self.requiredKey)) == false
        self = .problem(isOptional ? .skipped(kind: kind) : .required(kind: kind))
    }
}
