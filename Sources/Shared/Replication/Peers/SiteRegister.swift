import Attendance

/// Something that has one value, the one written last.
package enum SiteRegister: Hashable, Sendable {
    case profile(PersonID, field: String)
    case archive(PersonID)
    /// Of a pair, the smaller one first.
    case distinct(PersonID, PersonID)
    case setting(String)
}
