import Attendance
import Crypto
import Defects
import Replication
import SQLite
import Service

/// Takes what nodes push. The decisions are `AdmissionRules` and `IngestRules`; this reads the facts, performs and
/// answers, and the answer leaves only after the transaction is durable.
package struct Ingest: Sendable {
    let store: HubStore
    let time: any TimeSource
    let metrics: Metrics
    let log: Log

    /// What is made at random for one batch.
    package struct Fresh: Sendable {
        let nonce: UInt64
        let incarnation: Incarnation

        package init(nonce: UInt64, incarnation: Incarnation) {
            self.nonce = nonce
            self.incarnation = incarnation
        }
    }

    /// What became of a batch.
    package struct Outcome: Sendable {
        package let incarnation: Incarnation
        package let acceptedThrough: Int64
        package var items: [PushReply.Item] = []
        package var nonce: Nonce?
        /// Why this is a copy of another outbox, if it is.
        package var fork: String?
        /// Sequences that no one has any more.
        package var lost: ClosedRange<Int64>?
        /// Whether the hub began a new life, because it turned out to have lost data.
        package var hasLostData = false
        package var storedCount = 0
        /// Position of the latest erasure.
        package var erasures: Int64 = 0

        package func reply(received: Int64, replied: Int64) -> PushReply {
            PushReply(
                incarnation: incarnation, acceptedThrough: acceptedThrough, items: items, received: received,
                replied: replied, nonce: nonce, forked: fork != nil, erasures: erasures)
        }
    }

    /// `body` is what `PushBatch.encoded` wrote. Throws `ReplicationError` for a bad header and `HubError` for a
    /// lineage of another node.
    func push(_ body: [UInt8], from node: Node, isRevoked: Bool = false) async throws -> PushReply {
        let received = time.wallMilliseconds()
        let prepared = try PreparedBatch(body, from: node, isRevoked: isRevoked)
        let fresh = Fresh(nonce: SecureRandom.integer(), incarnation: .fresh(time))
        let outcome = try await store.commit {
            try Self.take(prepared, from: node, received: received, fresh: fresh, in: $0)
        }
        store.adopt(outcome.incarnation)
        if outcome.hasLostData { store.begin(outcome.incarnation, noticedBy: node.id, log) }
        // With the last attestation a person's id goes.
        if prepared.hasAttestations { await ErasureCompletion(store: store, time: time, log: log).lookAgain() }
        report(outcome, node)
        return outcome.reply(received: received, replied: time.wallMilliseconds())
    }

    /// The transaction of one batch. Throws `HubError` for a lineage of another node.
    package static func take(
        _ batch: PreparedBatch, from node: Node, received: Int64, fresh: Fresh, in database: Connection
    ) throws -> Outcome {
        let header = batch.header
        let known = try IngestTable.lineage(header.lineage, in: database)
        var incarnation = try SiteTable.incarnation(in: database)
        let hub = AdmissionRules.HubState(
            incarnation: incarnation,
            knowsLifeSeen: try header.incarnationSeen.map { try SiteTable.isKnown(life: $0, in: database) } ?? true,
            erasures: try ErasureTable.head(in: database))
        let hasLostData = batch.refusal == nil && (known == nil || known?.owner == node.id)
            && AdmissionRules.hubHasLostData(header, known: known, hub: hub)
        if hasLostData {
            // The other nodes saw it, too: once is enough.
            if let seen = header.incarnationSeen { try SiteTable.know(life: seen, in: database) }
            incarnation = fresh.incarnation
            try SiteTable.beginLife(incarnation, noticedBy: node.id, at: received, in: database)
        }
        let acceptedThrough = known?.acceptedThrough ?? 0
        var outcome = Outcome(incarnation: incarnation, acceptedThrough: acceptedThrough, hasLostData: hasLostData)
        var through = acceptedThrough
        switch AdmissionRules.admission(
            of: header, from: node.id, known: known, incarnation: incarnation,
            chainsAgree: try chainsAgree(batch, acceptedThrough: acceptedThrough, in: database))
        {
        case .refused:
            throw HubError(
                .lineageRefused, "This outbox belongs to another node",
                advice: "Give each node its own data folder and join it with its own token.")
        case .forked(let reason):
            outcome.fork = reason
            try IngestTable.noteFork(header.lineage, reason: reason, at: received, in: database)
            try NodeTable.setForked(node.id, in: database)
            return outcome
        case .replay:
            // Its reply may be the one that arrives: what must be gone at the node is said here, too.
            outcome.erasures = try ErasureTable.head(in: database)
            try write(
                batch, through: acceptedThrough, knownThrough: acceptedThrough, from: node, received: received,
                &outcome, in: database)
            return outcome
        case .behind:
            break
        case .takeBehindGap(let lost):
            outcome.lost = lost
            through = header.last
        case .take:
            through = max(acceptedThrough, header.last)
        }
        let nonce = AdmissionRules.nextNonce(header, known: known, life: incarnation, random: fresh.nonce)
        let chain = through > acceptedThrough ? batch.chain(through: through) : known?.chain ?? .chainStart
        try IngestTable.setLineage(
            header.lineage,
            AdmissionRules.afterContact(
                header, known: known, owner: node.id, through: through, chain: chain, nonce: nonce,
                life: incarnation),
            received: received, in: database)
        if let lost = outcome.lost { try GapTable.note(header.lineage, lost, at: received, in: database) }
        outcome = Outcome(
            incarnation: incarnation, acceptedThrough: through, nonce: nonce, lost: outcome.lost,
            hasLostData: hasLostData)
        outcome.erasures = try ErasureTable.head(in: database)
        if header.last <= through {
            try write(
                batch, through: through, knownThrough: acceptedThrough, from: node, received: received, &outcome,
                in: database)
        }
        return outcome
    }

    /// Compares where the batch and what is stored overlap; the chain covers everything before.
    private static func chainsAgree(
        _ batch: PreparedBatch, acceptedThrough: Int64, in database: Connection
    ) throws -> Bool {
        let overlap = min(batch.header.last, acceptedThrough)
        guard overlap >= batch.header.first - 1,
            let stored = try IngestTable.chain(batch.header.lineage, through: overlap, in: database)
        else { return true }
        return stored == batch.chain(through: overlap)
    }

    private static func write(
        _ batch: PreparedBatch, through: Int64, knownThrough: Int64, from node: Node, received: Int64,
        _ outcome: inout Outcome, in database: Connection
    ) throws {
        let write = OperationWriter(
            database: database, node: node, lineage: batch.header.lineage, contact: batch.header.at,
            received: received)
        let lines = batch.lines.prefix { $0.sequence <= through }
        for line in lines {
            let facts = try facts(
                about: line.reading, in: line.bytes, isKnown: line.sequence <= knownThrough, in: database)
            let verdict = IngestRules.verdict(on: line.reading, facts: facts, refusal: batch.refusal)
            if Defect.poisonBlocks.isActive, case .quarantine = verdict {
                throw ReplicationError.malformed("an operation that is not valid")
            }
            if let item = try write.perform(verdict, line.sequence, chain: line.chain, line: line.bytes) {
                outcome.items.append(item)
            }
        }
        outcome.storedCount = lines.count - outcome.items.count
        guard outcome.items.contains(where: { $0.outcome == .quarantined }),
            try QuarantineTable.isOverfull(node.id, in: database)
        else { return }
        throw HubError(
            .quarantineFull, "This node has as many operations in the hub's quarantine as there may be",
            advice: "Nothing is lost. At the hub: rollcall-hub quarantine list, then redrive or discard.")
    }

    /// What is stored already that has to do with a line.
    static func facts(
        about reading: IngestRules.Reading, in line: [UInt8], isKnown: Bool, in database: Connection
    ) throws -> IngestRules.Facts {
        var facts = IngestRules.Facts(isKnown: isKnown)
        guard case .operation(let operation) = reading else {
            let named = try NamedPeople.identifiers(in: line).map { try ErasureTable.standing(of: $0, in: database) }
            facts.standing = named.first { $0.erased != nil || $0.withdrawn != nil } ?? facts.standing
            return facts
        }
        if !isKnown, case .event(let event) = operation.content, !Defect.identityForgotten.isActive {
            facts.event = try EventTable.event(event.id, in: database)
        }
        if let person = operation.content.person {
            facts.standing = try ErasureTable.standing(of: person, in: database)
        }
        return facts
    }

    private func report(_ outcome: Outcome, _ node: Node) {
        let help = "Operations pushed by nodes, by what became of them."
        let name = "rollcall_operations_total"
        metrics.counter(name, help, ["outcome": "stored"]).add(outcome.storedCount)
        for item in outcome.items {
            metrics.counter(name, help, ["outcome": "\(item.outcome)"]).add()
        }
        if let fork = outcome.fork {
            log.error("Two copies of a node's outbox write.", ["node": node.id.description, "reason": fork])
        }
        if let lost = outcome.lost {
            log.error(
                "Operations of a node are lost: neither it nor this hub has them.",
                ["node": node.id.description, "first": lost.lowerBound, "last": lost.upperBound])
        }
    }
}
