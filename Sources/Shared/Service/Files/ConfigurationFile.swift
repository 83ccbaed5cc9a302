import FoundationEssentials

/// A program's settings: one JSON file, decoded strictly.
package enum ConfigurationFile {
    /// The largest configuration file.
    package static let maximumBytes = 1 << 20

    /// Throws `FileError`, or `ConfigurationError` with the key and what is wrong with it. A key that the
    /// type does not
    /// know is refused, since it is most likely a typing mistake; the type has to encode what it decodes.
    package static func load<T: Codable>(_ path: String, as type: T.Type = T.self) throws -> T {
        let bytes = try PrivateFile.read(path, maximumBytes: maximumBytes)
        do {
            let data = Data(bytes)
            let decoder = JSONDecoder()
            let value = try decoder.decode(T.self, from: data)
            let given = try decoder.decode(JSONShape.self, from: data)
            let known = try decoder.decode(JSONShape.self, from: JSONEncoder().encode(value))
            if let key = given.firstKey(missingIn: known) {
                throw ConfigurationError(path: path, key: key, problem: "there is no such setting")
            }
            return value
        } catch let error as DecodingError {
            throw ConfigurationError(path: path, error)
        }
    }
}
