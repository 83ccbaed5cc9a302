/// What became of one photograph.
package struct PhotographOutcome: Hashable, Sendable, Codable {
    package let file: String
    package let isAccepted: Bool
    /// Why it was not used, for people.
    package let reason: String?

    enum CodingKeys: String, CodingKey {
        case file, reason
        case isAccepted = "accepted"
    }
}

/// What became of an enrolment by photographs. No person: none of the photographs could be used.
package struct EnrolmentReply: Sendable, Codable {
    package let person: PersonView?
    package let photographs: [PhotographOutcome]
}
