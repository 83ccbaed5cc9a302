import Service

/// Lists that come with an evaluation.
package enum TextFile {
    /// The whole file. Throws `Failure` for one that cannot be read, is larger, or is not UTF-8.
    package static func read(_ path: String, maximumBytes: Int) throws -> String {
        let bytes: [UInt8]
        do {
            bytes = try PhotographFile.read(path, maximumBytes: maximumBytes)
        } catch let failure as Failure {
            throw Failure(failure.exitCode, "\(path): \(failure.message)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.dataError, "\(path): is not a text in UTF-8")
        }
        return text
    }
}
