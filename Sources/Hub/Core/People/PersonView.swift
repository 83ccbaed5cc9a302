import Attendance

/// A person as the API shows them.
package struct PersonView: Hashable, Sendable, Codable {
    package let id: PersonID
    package let name: String
    package let number: String?
    package let sections: [SectionID]
    /// Face samples of all models.
    package let samples: Int
    /// 1 given, 2 withdrawn, 3 given again …: recognised by face only while it is odd.
    package let consent: Int
    package let createdMilliseconds: Int64
    /// Since when they are archived: not recognised and on no roster; nil: they are not.
    package let archivedMilliseconds: Int64?
    /// As whom they count; nil: as themselves.
    package let mergedInto: PersonID?

    enum CodingKeys: String, CodingKey {
        case id, name, number, sections, samples, consent
        case createdMilliseconds = "created_ms"
        case archivedMilliseconds = "archived_ms"
        case mergedInto = "merged_into"
    }
}
