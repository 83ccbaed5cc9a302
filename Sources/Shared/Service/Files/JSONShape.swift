/// The keys of a JSON document without its values.
enum JSONShape: Decodable {
    case object([String: JSONShape])
    case array([JSONShape])
    case null
    case scalar

    init(from decoder: any Decoder) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let object = try? single.decode([String: JSONShape].self) {
            self = .object(object)
        } else if let array = try? single.decode([JSONShape].self) {
            self = .array(array)
        } else {
            self = .scalar
        }
    }

    /// The path of a key here that the other document has not. A null may be left out there.
    func firstKey(missingIn other: JSONShape, at path: String = "") -> String? {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            for (key, value) in mine.sorted(by: { $0.key < $1.key }) {
                let path = path.isEmpty ? key : path + "." + key
                guard let their = theirs[key] else {
                    if case .null = value { continue }
                    return path
                }
                if let missing = value.firstKey(missingIn: their, at: path) { return missing }
            }
        case (.array(let mine), .array(let theirs)):
            for (index, pair) in zip(mine, theirs).enumerated() {
                if let missing = pair.0.firstKey(missingIn: pair.1, at: "\(path)[\(index)]") {
                    return missing
                }
            }
        default:
            break
        }
        return nil
    }
}
