import Attendance
import Defects

/// Erasure outranks everything: whatever arrives about somebody who was erased is discarded, from whom and when ever
/// it comes.
package enum ErasureRules {
    /// What is known of the person that an operation is about.
    package struct Standing: Hashable, Sendable {
        /// The erasure of the whole person, if there was one.
        package var erased: ErasureID?
        /// The latest erasure of their face alone.
        package var withdrawn: ErasureID?
        /// Their consent; nil for somebody unknown who never withdrew it.
        package var consent: Int?

        package init(erased: ErasureID? = nil, withdrawn: ErasureID? = nil, consent: Int? = nil) {
            self.erased = erased
            self.withdrawn = withdrawn
            self.consent = consent
        }
    }

    package enum Verdict: Hashable, Sendable {
        case admit
        /// Nothing of it may be kept; nil: not because of an erasure, but for want of consent.
        case discard(ErasureID?)
    }

    /// Sightings of a person whose consent was withdrawn stay: they hold nothing of the face. Samples need the consent
    /// that is in force; of somebody unknown, one that was never withdrawn.
    package static func verdict(on content: OutboxOperation.Content, standing: Standing) -> Verdict {
        if let erased = standing.erased { return .discard(erased) }
        guard case .enrolment(let enrolment) = content else { return .admit }
        let inForce = standing.consent ?? 1
        let isAllowed = enrolment.person.consent == inForce && mayBeRecognised(consent: inForce)
        return isAllowed || Defect.consentUnchecked.isActive ? .admit : .discard(standing.withdrawn)
    }

    /// Consent is counted: 1 given, 2 withdrawn, 3 given again …
    package static func mayBeRecognised(consent: Int) -> Bool {
        consent % 2 == 1
    }
}

extension OutboxOperation.Content {
    /// Whom it is about, if anybody.
    package var person: PersonID? {
        switch self {
        case .event(let event):
            if case .identification(let value) = event.observation { value.person } else { nil }
        case .enrolment(let enrolment): enrolment.person.id
        case .attestation, .scrubbed: nil
        }
    }
}
