import Attendance
import Defects
import Replication

/// What becomes of each line of a pushed batch. Values in, decisions out: no clock, disk or network.
package enum IngestRules {
    /// A line as it was understood.
    package enum Reading: Hashable, Sendable {
        case operation(OutboxOperation)
        case unreadable(String)
        /// Of a kind, or in need of something, that this release does not know.
        case notUnderstood(String)
    }

    /// Reads the line at place `sequence` of a batch from `node`. A line that breaks a rule must not hold up the
    /// others, so nothing is thrown. Reasons name fields, never values: they may be personal.
    package static func read(_ line: [UInt8], sequence: Int64, from node: Node) -> Reading {
        guard line.count <= Protocol.bytesPerOperation else {
            return .unreadable("has \(line.count) bytes; at most \(Protocol.bytesPerOperation) are allowed")
        }
        do {
            let operation = try WireCoding.decode(OutboxOperation.self, from: line)
            guard operation.sequence == sequence else {
                return .unreadable("says it is operation \(operation.sequence) in the place of \(sequence)")
            }
            try check(operation.content, from: node)
            return .operation(operation)
        } catch let error as OutboxOperation.NotUnderstood {
            return .notUnderstood(error.description)
        } catch let error as AttendanceError {
            return .unreadable(error.description)
        } catch let error as DecodingError {
            return .unreadable(problem(error))
        } catch {
            return .unreadable("is not JSON that this release understands")
        }
    }

    /// What is stored already that has to do with a line.
    package struct Facts: Hashable, Sendable {
        /// The line itself is: its sequence was accepted before, and the histories agree.
        package var isKnown: Bool
        /// The event that has the same identifier.
        package var event: Event?
        /// Of the person that it is about; of a line that cannot be read, of the first one it names who was erased.
        package var standing: ErasureRules.Standing

        package init(
            isKnown: Bool = false, event: Event? = nil, standing: ErasureRules.Standing = ErasureRules.Standing()
        ) {
            self.isKnown = isKnown
            self.event = event
            self.standing = standing
        }
    }

    package enum Verdict: Hashable, Sendable {
        case store(OutboxOperation.Content)
        /// Sent again; nothing to do.
        case known
        /// Sent again, and it must be gone at the node, too: the reply that said so may be lost.
        case knownDiscarded(ErasureID?)
        /// The same event under another lineage or sequence: only the operation is noted.
        case knownEvent
        /// About somebody who was erased, or a face without consent: only the operation is noted.
        case discard(ErasureID?)
        /// Likewise; the person stays, with the consent that is in force.
        case discardFace(of: Person, ErasureID?)
        case quarantine(QuarantineCause, String)
    }

    /// `refusal`: why nothing of this node is taken at its word: it was revoked.
    package static func verdict(on reading: Reading, facts: Facts, refusal: String? = nil) -> Verdict {
        if facts.isKnown {
            guard !Defect.discardUntold.isActive,
                case .discard(let erasure) = discarding(reading, standing: facts.standing)
            else { return .known }
            return .knownDiscarded(erasure)
        }
        // Before everything else: also what is put aside must hold nothing of who was erased.
        if case .discard(let erasure) = discarding(reading, standing: facts.standing) {
            guard refusal == nil, facts.standing.erased == nil, let consent = facts.standing.consent,
                case .operation(let operation) = reading, case .enrolment(let enrolment) = operation.content
            else { return .discard(erasure) }
            var person = enrolment.person
            person.consent = consent
            return .discardFace(of: person, erasure)
        }
        switch reading {
        case .unreadable(let reason):
            return .quarantine(refusal == nil ? .malformed : .revoked, refusal ?? reason)
        case .notUnderstood(let reason):
            return .quarantine(refusal == nil ? .unknownKind : .revoked, refusal ?? reason)
        case .operation(let operation):
            if case .scrubbed(let scrubbed) = operation.content { return .discard(scrubbed.erasure) }
            if let refusal { return .quarantine(.revoked, refusal) }
            guard let stored = facts.event, case .event(let event) = operation.content else {
                return .store(operation.content)
            }
            return stored == event ? .knownEvent : .quarantine(.collision, "another event has this identifier")
        }
    }

    /// What cannot be read may hold a face, too: it goes with the first erasure of somebody whom it names.
    private static func discarding(_ reading: Reading, standing: ErasureRules.Standing) -> ErasureRules.Verdict {
        switch reading {
        case .operation(let operation):
            return ErasureRules.verdict(on: operation.content, standing: standing)
        case .unreadable, .notUnderstood:
            let erasure = Defect.unreadableKept.isActive ? nil : standing.erased ?? standing.withdrawn
            return erasure.map { ErasureRules.Verdict.discard($0) } ?? .admit
        }
    }

    /// Compared, never negated: the lowest number has no positive counterpart.
    private static let timeRange = -HubLimits.farthestTime...HubLimits.farthestTime

    private static func check(_ content: OutboxOperation.Content, from node: Node) throws {
        switch content {
        case .event(let event):
            guard event.room == node.room else {
                throw AttendanceError.invalid(field: "room", problem: "is not the room of this node")
            }
            try checkTime(event.at)
            try check(event.observation)
        case .scrubbed:
            break
        case .attestation(let attestation):
            guard timeRange.contains(attestation.at), attestation.galleryRoot?.utf8.count ?? 0 <= 64 else {
                throw AttendanceError.invalid(field: "attestation", problem: "has a time or root out of range")
            }
        case .enrolment(let enrolment):
            for sample in enrolment.samples {
                guard (0...1).contains(sample.quality), timeRange.contains(sample.created) else {
                    throw AttendanceError.invalid(field: "sample", problem: "has a quality or time out of range")
                }
            }
        }
    }

    private static func check(_ observation: Observation) throws {
        let (similarities, frames, liveness) =
            switch observation {
            case .identification(let value): ([value.similarity, value.threshold], value.frames, value.liveness)
            case .unknown(let value): ([value.nearest ?? 0], value.frames, value.liveness)
            }
        // Rounding may carry a cosine a little past 1.
        guard similarities.allSatisfy({ (-1.01...1.01).contains($0) }) else {
            throw AttendanceError.invalid(field: "similarity", problem: "is not between -1 and 1")
        }
        guard (0...1_000_000_000).contains(frames) else {
            throw AttendanceError.invalid(field: "frames", problem: "is out of range")
        }
        guard (0...1).contains(liveness ?? 0) else {
            throw AttendanceError.invalid(field: "liveness", problem: "is not between 0 and 1")
        }
    }

    /// Refuses clocks with which sums would leave the range of 64 bits.
    package static func checkTime(_ at: TimeEvidence) throws {
        guard timeRange.contains(at.wall), (0...HubLimits.farthestTime).contains(at.sinceBoot),
            timeRange.contains(at.offset ?? 0), (0...HubLimits.farthestTime).contains(at.offsetError ?? 0)
        else { throw AttendanceError.invalid(field: "at", problem: "has a clock out of range") }
        guard at.boot.utf8.count <= 64 else {
            throw AttendanceError.invalid(field: "at.boot", problem: "is longer than 64 bytes")
        }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "lacks \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(path(context)) is of another kind"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "is not JSON" : "\(path(context)) is not one of the known values"
        @unknown default: "is not what this release understands"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? "the line" : path
    }
}
