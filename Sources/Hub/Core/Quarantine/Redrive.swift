import Attendance
import Replication
import SQLite

/// Judges operations that were put aside once more, by the same rules as when they came. Erasure first: what is about
/// somebody who was erased meanwhile is gone.
enum Redrive {
    enum Outcome: Hashable, Sendable {
        case stored, known, erased
        /// Stays aside, for this reason.
        case kept(String)
        /// Came from a node that was revoked, then or now, and nobody said that it counts all the same.
        case keptForRevoked
    }

    /// As part of the caller's transaction. The operation's place in its lineage was noted when it came.
    static func perform(
        _ item: QuarantineTable.Item, evenRevoked: Bool, in database: Connection
    ) throws -> Outcome {
        guard let known = try NodeTable.known(item.node, in: database) else {
            throw HubError(.damaged, "The database has lost a node", advice: "Restore a backup.")
        }
        let reading = IngestRules.read(item.line, sequence: item.sequence, from: known.node)
        let facts = try Ingest.facts(about: reading, in: item.line, isKnown: false, in: database)
        let isRevoked = item.cause == .revoked || known.stored == .revoked
        let refusal = isRevoked && !evenRevoked ? "" : nil
        let write = OperationWriter(
            database: database, node: known.node, lineage: item.lineage, contact: item.contact ?? Self.noClocks,
            received: item.received)
        switch IngestRules.verdict(on: reading, facts: facts, refusal: refusal) {
        case .quarantine(.revoked, _):
            return .keptForRevoked
        case .quarantine(let cause, let reason):
            // What a revoked node sent stays marked as such, whatever else is wrong with it.
            try QuarantineTable.renew(
                item.row, cause: item.cause == .revoked ? .revoked : cause, reason: reason, in: database)
            return .kept(reason)
        case .discardFace(let person, _):
            try write.enrol(person)
            try QuarantineTable.remove(item.row, in: database)
            return .erased
        case .discard, .knownDiscarded:
            try QuarantineTable.remove(item.row, in: database)
            return .erased
        case .known, .knownEvent:
            try QuarantineTable.remove(item.row, in: database)
            return .known
        case .store(let content):
            try write.store(content, item.sequence)
            try QuarantineTable.remove(item.row, in: database)
            return .stored
        }
    }

    /// Of no boot, so that only what the operation itself says of its time counts.
    private static let noClocks = TimeEvidence(wall: 0, sinceBoot: 0, boot: "")
}
