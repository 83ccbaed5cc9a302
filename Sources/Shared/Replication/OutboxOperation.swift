import Attendance

/// One entry of a node's outbox, as it is stored and sent: immutable once written, but for scrubbing.
package struct OutboxOperation: Hashable, Sendable, Codable {
    /// What a node tells the hub.
    package enum Content: Hashable, Sendable {
        case event(Event)
        case enrolment(Enrolment)
        case attestation(Attestation)
        /// What stood here was about somebody who was erased.
        case scrubbed(ScrubbedOperation)
    }

    /// Gapless within a lineage, from 1.
    package let sequence: Int64
    package let content: Content

    package init(sequence: Int64, content: Content) {
        self.sequence = sequence
        self.content = content
    }

    private enum CodingKeys: String, CodingKey { case sequence = "seq", event, enrolment, attestation, scrubbed }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try container.decode(Int64.self, forKey: .sequence)
        if let event = try container.decodeIfPresent(Event.self, forKey: .event) {
            content = .event(event)
        } else if let attestation = try container.decodeIfPresent(Attestation.self, forKey: .attestation) {
            content = .attestation(attestation)
        } else if let scrubbed = try container.decodeIfPresent(ScrubbedOperation.self, forKey: .scrubbed) {
            content = .scrubbed(scrubbed)
        } else {
            content = .enrolment(try container.decode(Enrolment.self, forKey: .enrolment))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sequence, forKey: .sequence)
        switch content {
        case .event(let event): try container.encode(event, forKey: .event)
        case .enrolment(let enrolment): try container.encode(enrolment, forKey: .enrolment)
        case .attestation(let attestation): try container.encode(attestation, forKey: .attestation)
        case .scrubbed(let scrubbed): try container.encode(scrubbed, forKey: .scrubbed)
        }
    }
}
