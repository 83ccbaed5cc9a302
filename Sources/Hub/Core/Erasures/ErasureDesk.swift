import Attendance
import Replication
import SQLite
import Service
import Trust

/// Erases people and faces, and shows what became of it.
package struct ErasureDesk: Sendable {
    let store: HubStore
    let ledger: Ledger
    let signer: HubSigner
    let time: any TimeSource
    /// Keep anonymous counts of what was erased.
    let keepsCounts: Bool
    let log: Log

    /// Returns when it is done here, on the disk and in the ledger's file; the nodes follow.
    func erase(_ person: PersonID, _ request: ErasureRequest) async throws -> ErasureView {
        let actor = try HubActor.checked(request.actor)
        try Limits.check(request.reason, field: "reason", maximumCharacters: Limits.remarkCharacters)
        var order = Erasing.Order(
            id: .fresh(time), person: person, samplesOnly: request.samplesOnly ?? false, at: time.wallMilliseconds(),
            actor: actor, reason: request.reason)
        order.keepsCounts = keepsCounts
        let carriedOut = order
        try await store.commit { try Erasing.perform(carriedOut, in: $0) }
        try await ledger.settle()
        // Where there is no node to wait for.
        await completion.lookAgain()
        return ErasureView(try await find(order.id))
    }

    func giveConsent(of person: PersonID) async throws {
        try await store.commit { try Erasing.giveConsent(of: person, in: $0) }
    }

    /// What a node asks for: everything after what it has.
    func page(after place: Erasing.Place, by node: NodeID) async throws -> ErasurePage {
        try await store.read {
            try Erasing.page(after: place, by: node, limit: Protocol.erasuresPerPage, in: $0)
        }
    }

    /// What a node hands in: what this database lacks of it is carried out.
    func take(_ report: ErasureReport, from node: Node) async throws {
        let (now, life) = (time.wallMilliseconds(), Incarnation.fresh(time))
        let isNews = try await store.commit {
            try Erasing.take(report, from: node, at: now, newLife: life, in: $0)
        }
        if isNews { store.begin(life, noticedBy: node.id, log) }
        try await ledger.settle()
    }

    /// Throws `recovering` while erasures may be forgotten: nobody gets people or samples from here.
    func requireComplete() async throws {
        guard try await store.read({ try RecoveryTable.isRecovering(in: $0) }) else { return }
        throw HubError(
            .recovering, "This hub's database has lost data; it waits for its nodes' lists of erased people",
            advice: "More than half of the active nodes must report. An operator ends it: rollcall-hub recovery end.")
    }

    /// An operator ends the wait for nodes that will not come.
    func endRecovery() async throws {
        let now = time.wallMilliseconds()
        guard try await store.commit({ try RecoveryTable.end(at: now, in: $0) }) else {
            throw HubError(.conflict, "This hub is not recovering")
        }
    }

    func list(cursor: String?, limit: Int) async throws -> Page<ErasureView> {
        let after = try cursor.map(ListCursor.parseInteger) ?? 0
        let rows = try await store.read { try ErasureTable.rows(after: after, limit: limit + 1, in: $0) }
        return Page(rows, limit: limit) { ListCursor.make([String($0.position)]) }.map(ErasureView.init)
    }

    func receipt(_ id: ErasureID) async throws -> SignedReceipt {
        // Leases may have run out since somebody looked.
        try await completion.look()
        let row = try await find(id)
        let now = time.wallMilliseconds()
        let lines = try await store.read { database in
            let attested = try ErasureTable.attestations(of: id, in: database)
            return try NodeTable.known(in: database).values.sorted { $0.node.id < $1.node.id }.map { known in
                Self.line(known, attested[known.node.id], now: now)
            }
        }
        let head = await ledger.head
        return try SignedReceipt(
            ErasureReceipt(
                site: store.site.name, erasure: ErasureView(row), digest: row.entry.digest, nodes: lines,
                ledgerEntries: head.count, ledgerHead: head.chain, issuedMilliseconds: now),
            signer: signer)
    }

    private static func line(
        _ known: KnownNode, _ attested: ErasureTable.Attested?, now: Int64
    ) -> ErasureReceipt.NodeLine {
        let state: ErasureReceipt.NodeLine.State =
            switch known.state(now: now, heard: known.lastHeard) {
            case _ where attested != nil: .attested
            case .revoked: .revoked
            case _ where known.isLeaseOver(now: now): .leaseEnded
            case .lapsed: .lapsed
            case .active, .pending: .open
            }
        return ErasureReceipt.NodeLine(
            id: known.node.id, name: known.node.name, room: known.node.room, state: state,
            attestedMilliseconds: attested?.received, galleryRoot: attested?.galleryRoot)
    }

    private var completion: ErasureCompletion { ErasureCompletion(store: store, time: time, log: log) }

    private func find(_ id: ErasureID) async throws -> ErasureTable.Row {
        guard let row = try await store.read({ try ErasureTable.find(id, in: $0) }) else {
            throw HubError.notFound("erasure \(id)")
        }
        return row
    }
}
