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

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case sequence = "seq", required, event, enrolment, attestation, scrubbed
    }

    /// Names of the kinds that this release knows, in their order.
    package static let kinds = CodingKeys.allCases.filter { $0 != .sequence && $0 != .required }
        .map(\.rawValue).sorted()

    /// What a newer release may send: a kind that this one does not know, or something that the sender says must be
    /// understood.
    package struct NotUnderstood: Error, CustomStringConvertible {
        package let description: String

        init(kind: String) {
            description = "is of kind \"\(FeedProblem.shown(kind))\", which this release does not know"
        }

        init(required: String) {
            description = "needs \"\(FeedProblem.shown(required))\", which this release does not know"
        }
    }

    /// Throws `NotUnderstood` for what no damage explains, and `DecodingError` or `AttendanceError` for everything else
    /// that is not as it should be.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try container.decode(Int64.self, forKey: .sequence)
        if container.contains(.required) {
            // This release requires nothing, so it knows nothing that is.
            let names = try container.decode([String].self, forKey: .required)
            if let name = names.first { throw NotUnderstood(required: name) }
        }
        let isKnown = Self.kinds.contains { kind in CodingKeys(rawValue: kind).map(container.contains) ?? false }
        if !isKnown, let kind = try AnyKey.names(in: decoder).first(where: { CodingKeys(rawValue: $0) == nil }) {
            throw NotUnderstood(kind: kind)
        }
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
