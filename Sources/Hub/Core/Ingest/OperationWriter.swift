import Attendance
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
        _ verdict: IngestRules.Verdict, _ sequence: Int64, digest: [UInt8], line: [UInt8]
    ) throws -> PushReply.Item? {
        switch verdict {
        case .store(.event(let event)):
            try IngestTable.insertOperation(lineage, sequence, digest: digest, kind: "event", in: database)
            let resolved = event.at.resolve(contact: contact, received: received)
            try EventTable.insert(
                event, resolved: resolved, lineage: lineage, sequence: sequence, node: node.id, received: received,
                in: database)
            return nil
        case .store(.enrolment(let enrolment)):
            try IngestTable.insertOperation(lineage, sequence, digest: digest, kind: "enrolment", in: database)
            try enrol(enrolment)
            return nil
        case .known:
            return PushReply.Item(sequence: sequence, outcome: .known)
        case .knownEvent:
            try IngestTable.insertOperation(lineage, sequence, digest: digest, kind: "event", in: database)
            return PushReply.Item(sequence: sequence, outcome: .known)
        case .forked:
            let reason = "another operation has this lineage and sequence: two copies of one outbox write"
            try quarantine(sequence, reason, digest, line)
            return PushReply.Item(sequence: sequence, outcome: .forked, reason: reason)
        case .quarantine(let reason):
            try IngestTable.insertOperation(lineage, sequence, digest: digest, kind: "quarantined", in: database)
            try quarantine(sequence, reason, digest, line)
            return PushReply.Item(sequence: sequence, outcome: .quarantined, reason: reason)
        }
    }

    /// A person who is known already keeps what the hub says about them; samples are added.
    private func enrol(_ enrolment: Enrolment) throws {
        if try !PeopleTable.exists(enrolment.person.id, in: database) {
            try PeopleTable.insert(enrolment.person, created: received, in: database)
        }
        for sample in enrolment.samples {
            try PeopleTable.insert(sample, in: database)
        }
    }

    private func quarantine(_ sequence: Int64, _ reason: String, _ digest: [UInt8], _ line: [UInt8]) throws {
        try IngestTable.quarantine(
            line, node: node.id, lineage: lineage, sequence: sequence, reason: reason, digest: digest,
            received: received, in: database)
    }
}
