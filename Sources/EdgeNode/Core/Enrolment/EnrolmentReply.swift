import Attendance
import Vision

/// What became of an enrolment.
package struct EnrolmentReply: Sendable, Codable, Equatable {
    /// Nil when no photograph was accepted: nobody is enrolled then.
    package let person: PersonID?
    package let samples: Int
    package let photographs: [PhotographOutcome]

    package init(person: PersonID?, samples: Int, photographs: [PhotographOutcome]) {
        self.person = person
        self.samples = samples
        self.photographs = photographs
    }
}
