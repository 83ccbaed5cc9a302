/// A photograph of an enrolment: its bytes, and the name of the file that they came in.
package struct Photograph: Sendable {
    package let file: String
    package let bytes: [UInt8]

    package init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    /// Reads a file that somebody named. Throws `Failure`, which says which file it is, for what is no readable plain
    /// file or has more than `PhotographFile.maximumBytes`.
    package init(path: String) throws {
        do {
            self.init(file: Self.name(of: path), bytes: try PhotographFile.read(path))
        } catch let failure as Failure {
            throw Failure(failure.exitCode, "\(path) \(failure.message)", advice: "Check the path.")
        }
    }

    /// The last part of a path.
    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
