/// Path patterns as a tree, one level per part of the path; each end holds a value per method.
struct RouteTree<Value: Sendable>: Sendable {
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var values: [HTTPMethod: (names: [String], value: Value)] = [:]
    }

    private var nodes = [Node()]

    /// False when this method already has a value at this pattern.
    mutating func insert(_ value: Value, method: HTTPMethod, pattern: String) -> Bool {
        var index = 0
        var names: [String] = []
        for part in pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            switch part.first {
            case ":":
                names.append(String(part.dropFirst()))
                index = child(of: index, at: \.parameter)
            case "*":
                names.append(String(part.dropFirst()))
                index = child(of: index, at: \.rest)
            default:
                index = child(of: index, at: \.literals[String(part)])
            }
        }
        guard nodes[index].values[method] == nil else { return false }
        nodes[index].values[method] = (names, value)
        return true
    }

    private mutating func child(of index: Int, at edge: WritableKeyPath<Node, Int?>) -> Int {
        if let next = nodes[index][keyPath: edge] { return next }
        nodes.append(Node())
        nodes[index][keyPath: edge] = nodes.count - 1
        return nodes.count - 1
    }

    /// The values at the best match and the parameters by name; nil when no pattern matches.
    func find(_ parts: ArraySlice<String>) -> (values: [HTTPMethod: Value], parameters: [String: String])? {
        guard let (index, captured) = search(parts, from: 0) else { return nil }
        let ends = nodes[index].values
        let names = ends.first?.value.names ?? []
        let parameters = Dictionary(zip(names, captured), uniquingKeysWith: { first, _ in first })
        return (ends.mapValues(\.value), parameters)
    }

    private func search(_ parts: ArraySlice<String>, from index: Int) -> (Int, [String])? {
        let node = nodes[index]
        guard let part = parts.first else { return node.values.isEmpty ? nil : (index, []) }
        let others = parts.dropFirst()
        if let next = node.literals[part], let found = search(others, from: next) { return found }
        if !part.isEmpty, let next = node.parameter, let (end, captured) = search(others, from: next) {
            return (end, [part] + captured)
        }
        return node.rest.map { ($0, [parts.joined(separator: "/")]) }
    }
}
