import Attendance
import Crypto
import Replication
import SQLite
import Service

/// Takes what nodes push. The decisions are `IngestRules`; this reads the facts, performs and answers, and the answer
/// leaves only after the transaction is durable.
package struct Ingest: Sendable {
    let store: HubStore
    let time: any TimeSource
    let metrics: Metrics

    /// A batch with everything that can be found out without the database.
    package struct Prepared: Sendable {
        package let header: PushHeader
        fileprivate let lines: [Line]
    }

    /// One line with everything that can be found out without the database.
    fileprivate struct Line: Sendable {
        let sequence: Int64
        let bytes: [UInt8]
        let digest: [UInt8]
        let reading: IngestRules.Reading
    }

    /// What became of a batch.
    package struct Outcome: Sendable {
        package let acceptedThrough: Int64
        package let items: [PushReply.Item]
        package let storedCount: Int
    }

    /// `body` is what `PushBatch.encoded` wrote. Throws `ReplicationError` for a bad header and `HubError` for a
    /// lineage of another node.
    func push(_ body: [UInt8], from node: Node, isRevoked: Bool = false) async throws -> PushReply {
        let received = time.wallMilliseconds()
        let prepared = try Self.prepare(body, from: node, isRevoked: isRevoked)
        let outcome = try await store.commit {
            try Self.take(prepared, from: node, received: received, in: $0)
        }
        count(outcome)
        return PushReply(
            incarnation: store.site.incarnation, acceptedThrough: outcome.acceptedThrough, items: outcome.items,
            received: received, replied: time.wallMilliseconds())
    }

    /// Reads a batch; one of a revoked node goes into quarantine as a whole. Throws `ReplicationError` for a bad
    /// header.
    package static func prepare(_ body: [UInt8], from node: Node, isRevoked: Bool = false) throws -> Prepared {
        let batch = try PushBatch(encoded: body)
        try IngestRules.checkTime(batch.header.at)
        let lines = batch.lines.enumerated().map { index, bytes in
            let sequence = batch.header.first + Int64(index)
            return Line(
                sequence: sequence, bytes: bytes, digest: SHA256.hash(bytes),
                reading: isRevoked
                    ? .unreadable("the node was revoked when this came")
                    : IngestRules.read(bytes, sequence: sequence, from: node))
        }
        return Prepared(header: batch.header, lines: lines)
    }

    /// The transaction of one batch. Throws `HubError` for a lineage of another node.
    package static func take(
        _ batch: Prepared, from node: Node, received: Int64, in database: Connection
    ) throws -> Outcome {
        let (header, lines) = (batch.header, batch.lines)
        let known = try IngestTable.lineage(header.lineage, in: database)
        switch IngestRules.admission(of: header, from: node.id, known: known) {
        case .refused:
            throw HubError(
                .lineageRefused, "This outbox belongs to another node",
                advice: "Give each node its own data folder and join it with its own token.")
        case .gap(let acceptedThrough):
            return Outcome(acceptedThrough: acceptedThrough, items: [], storedCount: 0)
        case .take:
            break
        }
        let before = known?.acceptedThrough ?? 0
        let acceptedThrough = max(before, header.last)
        try IngestTable.setLineage(
            header.lineage, owner: node.id, acceptedThrough: acceptedThrough, received: received, in: database)
        let write = OperationWriter(
            database: database, node: node, lineage: header.lineage, contact: header.at, received: received)
        var items: [PushReply.Item] = []
        for line in lines {
            let facts = try facts(on: line, header.lineage, mayBeStored: line.sequence <= before, in: database)
            let verdict = IngestRules.verdict(on: line.reading, digest: line.digest, facts: facts)
            if let item = try write.perform(verdict, line.sequence, digest: line.digest, line: line.bytes) {
                items.append(item)
            }
        }
        return Outcome(acceptedThrough: acceptedThrough, items: items, storedCount: lines.count - items.count)
    }

    private static func facts(
        on line: Line, _ lineage: Lineage, mayBeStored: Bool, in database: Connection
    ) throws -> IngestRules.Facts {
        let digest = mayBeStored
            ? try IngestTable.digest(lineage, line.sequence, in: database) : nil
        guard digest == nil, case .operation(let operation) = line.reading, case .event(let event) = operation.content
        else { return IngestRules.Facts(digest: digest) }
        return IngestRules.Facts(event: try EventTable.event(event.id, in: database))
    }

    private func count(_ outcome: Outcome) {
        let help = "Operations pushed by nodes, by what became of them."
        let name = "rollcall_operations_total"
        metrics.counter(name, help, ["outcome": "stored"]).add(outcome.storedCount)
        for item in outcome.items {
            metrics.counter(name, help, ["outcome": "\(item.outcome)"]).add()
        }
    }
}
