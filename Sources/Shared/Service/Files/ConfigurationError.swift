/// A configuration file that cannot be used.
package struct ConfigurationError: ReportableError, Equatable {
    package let path: String
    /// The setting, as a path of keys: "hub.port". Empty for the file as a whole.
    package let key: String
    package let problem: String

    package init(path: String, key: String, problem: String) {
        self.path = path
        self.key = key
        self.problem = problem
    }

    init(path: String, _ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(
                path: path, key: Self.text(context.codingPath + [key]), problem: "the setting is missing")
        case .typeMismatch(let type, let context):
            self.init(
                path: path, key: Self.text(context.codingPath), problem: "wanted \(Self.name(of: type))")
        case .valueNotFound(let type, let context):
            self.init(
                path: path, key: Self.text(context.codingPath),
                problem: "wanted \(Self.name(of: type)), not null")
        case .dataCorrupted(let context):
            let detail = context.underlyingError.map { " (\($0))" } ?? ""
            let problem = context.codingPath.isEmpty ? "this is not JSON\(detail)" : context.debugDescription
            self.init(path: path, key: Self.text(context.codingPath), problem: problem)
        @unknown default:
            self.init(path: path, key: "", problem: String(describing: error))
        }
    }

    package var exitCode: ExitCode { .configuration }
    package var message: String { "\(path): \(key.isEmpty ? "" : key + ": ")\(problem)" }
    package var advice: String { "Correct the file and start again." }

    private static func text(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            if let index = key.intValue { return text + "[\(index)]" }
            return text.isEmpty ? key.stringValue : text + "." + key.stringValue
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Double.Type, is Float.Type: "a number"
        case is any FixedWidthInteger.Type: "a whole number"
        default: String(describing: type).hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
