import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// I13, with each request.
    func checkSize(of body: [UInt8], _ operations: Int, from node: SimulatedNode) {
        let most = Protocol.bytesPerBatch + Protocol.bytesPerOperation
        if operations > Protocol.operationsPerBatch || body.count > most {
            oracle.violate("I13", "node \(node.index) sends \(operations) operations in \(body.count) bytes")
        }
    }

    /// What has to hold when everything has come right.
    func checkEnd() {
        guard oracle.violations.isEmpty else { return }
        do {
            try checkOutboxes()
            if hasRotted { noteDestroyed() }
            try readQuarantineAndGaps()
            try hub.read {
                try oracle.checkEnd(in: $0)
                try oracle.checkResurrection(in: $0, "the hub")
                try oracle.checkPoison(
                    in: $0, mayBeLost: hasRotted || wasHubCopiedFarBack || hasSetBack, lineages: lineages)
            }
            for node in nodes { try oracle.checkResurrection(in: node.open(), "node \(node.index)") }
            checkErasures()
            try checkGalleries()
            try checkRegister()
            try checkFeedSize()
            try checkReplay()
            trace.note(agenda.now, "end: \(oracle.order.count) events, \(oracle.destroyed.count) destroyed")
        } catch {
            oracle.violate("I11", "the end cannot be read: \(error)")
        }
    }

    private func checkOutboxes() throws {
        var lineages: Set<Lineage> = []
        for node in nodes {
            let state = try ReplicationState.read(node.open())
            if !lineages.insert(state.lineage).inserted {
                oracle.violate("I2", "node \(node.index) still writes the lineage of its copy")
            }
            if state.acceptedThrough < state.lastSequence {
                oracle.violate(
                    "I11", "node \(node.index) still has \(state.lastSequence - state.acceptedThrough) pending")
            }
            // Some hellos have come since healing; what the hub had with the first is beyond a short reserve now.
            guard swarm.reserve < World.hour * 12 else { continue }
            let held = Set(try outboxEvents(node.open()))
            if let old = oracle.order.first(where: { held.contains($0) }) {
                oracle.violate("I13", "node \(node.index) still holds event \(old), which the hub had long ago")
            }
        }
    }

    private func readQuarantineAndGaps() throws {
        let gaps = try hub.read { database in
            oracle.putAside = Set(try quarantinedEvents(database))
            samplesPutAside = Set(try quarantinedSamples(database))
            return try database.query("SELECT lineage, first, last FROM gaps") { row in
                (lineage: Lineage(bytes: try row.blob(0)), range: try row.integer(1)...row.integer(2))
            }
        }
        let present = try nodes.map { try ReplicationState.read($0.open()).lineage }
        if !wasHubCopiedFarBack, !hasSetBack, !gaps.isEmpty {
            oracle.violate("I2", "\(gaps.count) gaps are listed and nothing was lost")
        }
        for (event, places) in places {
            let isListed = places.contains { place in
                gaps.contains { $0.lineage == place.lineage && $0.range.contains(place.sequence) }
            }
            // What the hub lost of a lineage that its node left, and had given up before, nobody can ask for.
            let goesOn = oracle.recorded[event].map { present[$0.node] }
            let wasLeft = wasHubCopiedFarBack && !places.contains { $0.lineage == goesOn }
            if isListed || wasLeft { oracle.listedAsLost.insert(event) }
        }
    }

    /// I13: a feed that was collected holds what is alive, and one word for each model at most.
    private func checkFeedSize() throws {
        try hub.write { database in
            try FeedTable.collect(through: try FeedTable.head(in: database), in: database)
            let (entries, alive) = try database.first(
                """
                SELECT (SELECT count(*) FROM feed),
                    (SELECT count(*) FROM people) + (SELECT count(*) FROM samples)
                """
            ) { (try $0.int(0), try $0.int(1)) } ?? (0, 0)
            if entries > alive + 1 { oracle.violate("I13", "the feed holds \(entries) entries for \(alive) things") }
        }
    }

    /// I3: everything that the hub ever took, sent once more, changes nothing. A hub that was copied back may have
    /// forgotten something that comes again with it.
    private func checkReplay() throws {
        guard swarm.edition > .first, !wasHubCopiedBack else { return }
        let before = try hub.contents()
        for request in taken { _ = try hub.push(request.body, from: request.node) }
        if try hub.contents() != before { oracle.violate("I3", "\(taken.count) requests, sent again, change the hub") }
    }
}
