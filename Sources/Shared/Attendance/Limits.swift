/// Limits of what people and records may contain. Breaking one is `AttendanceError.invalid`.
package enum Limits {
    /// Longest room or section name, in characters.
    package static let labelCharacters = 64
    /// Longest name of a person, in characters.
    package static let personNameCharacters = 200
    /// Longest student number, in characters.
    package static let personNumberCharacters = 64
    /// Most sections one person belongs to.
    package static let sectionsPerPerson = 64
    /// How often one person's consent may change.
    package static let consentChanges = 1_000_000
    /// Longest title of a session and reason of a correction, in characters.
    package static let remarkCharacters = 500
    /// Largest dimension of an embedding.
    package static let embeddingDimension = 4_096

    /// Refuses an empty or overlong text, control characters, and blanks at the ends.
    package static func check(_ text: String, field: String, maximumCharacters: Int) throws {
        guard !text.isEmpty else { throw AttendanceError.invalid(field: field, problem: "is empty") }
        guard text.count <= maximumCharacters else {
            throw AttendanceError.invalid(
                field: field, problem: "has \(text.count) characters; at most \(maximumCharacters) are allowed")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw AttendanceError.invalid(field: field, problem: "contains control characters")
        }
        guard text.first?.isWhitespace == false, text.last?.isWhitespace == false else {
            throw AttendanceError.invalid(field: field, problem: "starts or ends with a blank")
        }
    }
}
