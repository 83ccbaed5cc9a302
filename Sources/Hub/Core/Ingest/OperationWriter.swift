import Attendance
import Crypto
import Replication
import SQLite

/// Performs the verdicts on the lines of one batch, inside its transaction.
struct OperationWriter {
    let database: Connection
    let node: Node
    let lineage: Lineage
    /// The node's clocks when it sent the batch.
    let contact: TimeEvidence
    /// The hub's clock when the batch arrived.
    let received: Int64

    /// What the node is told; nil: stored.
    func perform(
        _ verdict: IngestRules.Verdict, _ sequence: Int64, chain: Digest, line: [UInt8]
    ) throws -> PushReply.Item? {
        switch verdict {
        case .known, .knownDiscarded: break
        default: try IngestTable.insertOperation(lineage, sequence, chain: chain, in: database)
        }
        switch verdict {
        case .store(let content):
            try store(content, sequence)
            guard case .scrubbed(let scrubbed) = content else { return nil }
            return PushReply.Item(sequence: sequence, outcome: .discarded, erasure: scrubbed.erasure)
        case .discardFace(let person, let erasure):
            try enrol(person)
            return PushReply.Item(sequence: sequence, outcome: .discarded, erasure: erasure)
        case .discard(let erasure), .knownDiscarded(let erasure):
            return PushReply.Item(sequence: sequence, outcome: .discarded, erasure: erasure)
        case .known, .knownEvent:
            return PushReply.Item(sequence: sequence, outcome: .known)
        case .quarantine(let cause, let reason):
            let item = QuarantineTable.Item(
                row: 0, node: node.id, lineage: lineage, sequence: sequence, cause: cause, line: line,
                received: received, contact: contact)
            try QuarantineTable.insert(item, reason: reason, digest: SHA256.hash(line), in: database)
            return PushReply.Item(sequence: sequence, outcome: .quarantined, reason: reason)
        }
    }

    /// Takes an operation whose place in its lineage is noted.
    func store(_ content: OutboxOperation.Content, _ sequence: Int64) throws {
        switch content {
        case .event(let event):
            let resolved = event.at.resolve(contact: contact, received: received)
            try EventTable.insert(
                event, resolved: resolved, lineage: lineage, sequence: sequence, node: node.id, received: received,
                in: database)
        case .enrolment(let enrolment):
            try enrol(enrolment.person)
            for sample in enrolment.samples {
                try PeopleTable.insert(sample, in: database)
            }
        case .attestation(let attestation):
            try ErasureTable.attest(attestation, by: node.id, received: received, in: database)
        case .scrubbed:
            break
        }
    }

    /// Whoever is known already keeps what the hub says about them.
    func enrol(_ person: Person) throws {
        guard try !PeopleTable.exists(person.id, in: database) else { return }
        try PeopleTable.insert(person, created: received, in: database)
    }
}
