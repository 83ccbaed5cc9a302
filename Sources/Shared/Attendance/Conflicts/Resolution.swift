/// The ways to resolve conflicts, as the API names them.
package enum Resolution: String, Sendable, Codable, CaseIterable {
    /// Two ids are one person.
    case merge
    /// Two ids are two people.
    case different
    /// One of two people gets another number, or none.
    case renumber
    /// The person was in one room and not in the others.
    case room
    /// All sightings count.
    case both
    /// No sighting counts.
    case neither
    /// One correction counts.
    case keep
}
