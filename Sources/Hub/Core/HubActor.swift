import Attendance

/// Who did something, as those say who may do it.
enum HubActor {
    static let administrator = "administrator"

    /// Throws `AttendanceError.invalid` for a name that breaks its rule.
    static func checked(_ name: String?) throws -> String {
        guard let name else { return administrator }
        try Limits.check(name, field: "actor", maximumCharacters: Limits.personNameCharacters)
        return name
    }
}
