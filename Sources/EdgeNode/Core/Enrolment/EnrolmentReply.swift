import Attendance

/// What became of an enrolment.
package struct EnrolmentReply: Sendable, Codable, Equatable {
    /// One of the photographs.
    package struct Photograph: Sendable, Codable, Equatable {
        package let file: String
        package let accepted: Bool
        /// Why it was not accepted.
        package let reason: String?

        package init(file: String, accepted: Bool, reason: String? = nil) {
            self.file = file
            self.accepted = accepted
            self.reason = reason
        }
    }

    /// Nil when no photograph was accepted: nobody is enrolled then.
    package let person: PersonID?
    package let samples: Int
    package let photographs: [Photograph]

    package init(person: PersonID?, samples: Int, photographs: [Photograph]) {
        self.person = person
        self.samples = samples
        self.photographs = photographs
    }
}
