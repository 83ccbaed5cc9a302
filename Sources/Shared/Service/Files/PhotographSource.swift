/// A photograph that can be read, with whom it shows.
package struct PhotographSource: Sendable {
    package enum Subject: Hashable, Sendable {
        /// By the name of a folder, or of the file without a number at its end.
        case name(String)
        /// By a student or staff number, which is the whole name of the file.
        case number(String)
    }

    package let subject: Subject
    /// The name of the file.
    package let file: String
    /// Reads all of it. Throws `Failure`, whose message completes "FILE …".
    package let read: @Sendable () throws -> [UInt8]

    package init(subject: Subject, file: String, read: @escaping @Sendable () throws -> [UInt8]) {
        self.subject = subject
        self.file = file
        self.read = read
    }

    /// `path`: below a folder or in an archive. Nil for what is no photograph, lies deeper than one folder, or shows
    /// nobody who could be named.
    package static func subject(of path: String) -> Subject? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let file = parts.last, PhotographFile.hasImageName(file) else { return nil }
        switch parts.count {
        case 1:
            let stem = String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex))
            if !stem.isEmpty, stem.allSatisfy({ $0.isASCII && $0.isNumber }) { return .number(stem) }
            return PhotographFolder.label(ofFile: file).map(Subject.name)
        case 2: return parts[0].isEmpty || parts[0].hasPrefix(".") ? nil : .name(parts[0])
        default: return nil
        }
    }
}
