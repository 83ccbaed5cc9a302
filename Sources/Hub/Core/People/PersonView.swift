import Attendance

/// A person as the API shows them.
package struct PersonView: Hashable, Sendable, Codable {
    package let id: PersonID
    package let name: String
    package let number: String?
    package let sections: [SectionID]
    /// Face samples of all models.
    package let samples: Int
    package let createdMilliseconds: Int64

    enum CodingKeys: String, CodingKey {
        case id, name, number, sections, samples
        case createdMilliseconds = "created_ms"
    }
}
