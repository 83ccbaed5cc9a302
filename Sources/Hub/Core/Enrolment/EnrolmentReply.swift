import Vision

/// What became of an enrolment by photographs. No person: none of the photographs could be used.
package struct EnrolmentReply: Sendable, Codable {
    package let person: PersonView?
    package let photographs: [PhotographOutcome]
}
