/// Which group (age, skin type, glasses …) a person is in: CSV with the header `person,group`, people as the folders of
/// the evaluation name them. A name may hold commas; what follows the last one is the group.
package struct PersonGroups: Sendable, Equatable {
    /// By label.
    package let groups: [String: String]

    /// Longest file that is read, in bytes.
    package static let maximumBytes = 16 << 20

    package static let none = PersonGroups(groups: [:])

    private init(groups: [String: String]) {
        self.groups = groups
    }

    /// Throws `EvaluationError.badList` with the line number of what cannot be read.
    package init(parsing text: String, name: String) throws {
        var groups: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if index == 0 {
                guard line == "person,group" else {
                    throw EvaluationError.badList(name, line: 1, "should be person,group")
                }
                continue
            }
            if line.isEmpty { continue }
            guard let comma = line.lastIndex(of: ","), comma > line.startIndex, line.index(after: comma) < line.endIndex
            else {
                throw EvaluationError.badList(name, line: index + 1, "is not a person, a comma and a group")
            }
            groups[Self.unquoted(line[..<comma])] = Self.unquoted(line[line.index(after: comma)...])
        }
        self.groups = groups
    }

    private static func unquoted(_ cell: Substring) -> String {
        guard cell.count >= 2, cell.hasPrefix("\""), cell.hasSuffix("\"") else { return String(cell) }
        return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
}
