import Attendance
import Crypto
import EdgeNodeCore
import Foundation
import HubCore
import Replication
import SQLite

extension World {
    /// Gives an input to the node's feed machine and does what it says, as `FeedDriver` does.
    func follow(_ input: FeedMachine.Input, at node: SimulatedNode) {
        guard node.isUp, node.feedMachine != nil else { return }
        carefully(node) {
            var effects = handle(input, at: node)
            while !effects.isEmpty {
                if let input = try perform(effects.removeFirst(), of: node) { effects += handle(input, at: node) }
            }
        }
    }

    private func handle(_ input: FeedMachine.Input, at node: SimulatedNode) -> [FeedMachine.Effect] {
        node.feedMachine?.handle(input, random: random.fraction(), now: node.clock.sinceBoot()) ?? []
    }

    /// What it comes to at once; nil where an answer comes later, or none.
    private func perform(_ effect: FeedMachine.Effect, of node: SimulatedNode) throws -> FeedMachine.Input? {
        switch effect {
        case .poll(let cursor, let waitSeconds):
            // In place of a hub that holds the answer until there is something.
            let wait = waitSeconds == 0 ? 0 : isHealed ? World.hour : .random(in: 1...6 * World.hour, using: &network)
            if waitSeconds > 0 {
                if try GalleryState.read(node.open()).isStale { try publish(node) }
                // As `ErasureDriver` does all few minutes.
                pullErasures(node, isAwaited: false)
            }
            later(node, in: wait) { $0.poll(node, after: cursor) }
        case .apply(let changes, _, let cursor, let reset):
            try node.write { try RosterTable.apply(changes, cursor: cursor, reset: reset, in: $0) }
            try cursor.map { try note($0, at: node) }
            try oracle.checkTakenBack(in: node.open(), "node \(node.index)")
        case .check(let checkpoint):
            let agrees = try node.write { try RosterTable.verify(checkpoint, in: $0) }
            if !agrees { trace.note(agenda.now, "node \(node.index) does not add up") }
            return .checked(agrees)
        case .publishGallery:
            try publish(node)
        case .fetchSnapshot(let floor):
            fetchSnapshot(node, floor: floor)
        case .report(let problem):
            if problem != .mismatch { oracle.violate("I11", "the feed cannot be used: \(problem)") }
            if befallen.isDisjoint(with: Fault.mendedBySnapshots) {
                oracle.violate("I5", "the feed left node \(node.index) with something else than the hub has")
            }
        case .wait(let milliseconds):
            later(node, in: node.isCut ? max(milliseconds, World.hour) : milliseconds) {
                $0.follow(.wake, at: node)
            }
        }
        return nil
    }

    /// I7: a gallery holds samples of its own model only.
    func publish(_ node: SimulatedNode) throws {
        try node.publish()
        let isForeign = node.model != SimulatedPerson.model
        if node.gallery.contains(where: { foreignSamples.contains($0.sampleID) != isForeign }) {
            oracle.violate("I7", "the gallery of node \(node.index) holds a sample of another model")
        }
    }

    private func note(_ cursor: Cursor, at node: SimulatedNode) throws {
        let (life, position, _) = try cursor.parsed()
        node.furthest[life] = max(node.furthest[life] ?? 0, position)
    }

    private func poll(_ node: SimulatedNode, after cursor: Cursor?) {
        exchange(with: node) { [self] hub in
            try handedOut(hub.feedPage(after: cursor))
        } then: { world, json in
            guard let json else {
                world.pullErasures(node, isAwaited: false)
                return world.follow(.failed(retryAfter: 30_000), at: node)
            }
            guard try ReplicationState.read(node.open()).cursor == cursor else {
                try node.makeFeedMachine()
                return world.follow(.wake, at: node)
            }
            world.follow(.page(try WireCoding.decode(FeedPage.self, from: json)), at: node)
        } failed: { world in
            world.follow(.failed(retryAfter: 0), at: node)
        }
    }

    private func handedOut<Answer>(_ answer: Answer?) throws -> Answer? {
        if answer != nil { try hub.read { try oracle.checkHandedOut(by: $0) } }
        return answer
    }

    /// As `SnapshotFetcher` does, in one exchange.
    private func fetchSnapshot(_ node: SimulatedNode, floor: Cursor) {
        let failed = { (world: World) in
            world.follow(.snapshotFailed(madeProgress: false, retryAfter: 0), at: node)
        }
        exchange(with: node) { [self] hub in
            let present = try handedOut(hub.snapshot())
            guard oldSnapshots > 0, present != nil, !isHealed else { return present }
            oldSnapshots -= 1
            return hub.snapshots.randomElement(using: &network)
        } then: { world, snapshot in
            guard let snapshot, try world.take(snapshot, floor: floor, at: node) else { return failed(world) }
            world.follow(.snapshotApplied(snapshot.manifest.cursor), at: node)
        } failed: {
            failed($0)
        }
    }

    private func take(_ snapshot: SimulatedSnapshot, floor: Cursor, at node: SimulatedNode) throws -> Bool {
        let manifest = snapshot.manifest
        do {
            try manifest.check(floor: floor, mark: GalleryState.read(node.open()).snapshotMark)
            try node.write { connection in
                try GalleryState.setSnapshotMark(manifest.cursor, in: connection)
                try RosterTable.replace(with: manifest, in: connection) { chunk in
                    guard let bytes = snapshot.chunks[chunk.sha256], Hex.encode(SHA256.hash(bytes)) == chunk.sha256
                    else { throw ReplicationError.malformed("a chunk is missing") }
                    return try SnapshotStaging.changes(in: bytes, rows: chunk.rows)
                }
            }
        } catch let error as ReplicationError {
            trace.note(agenda.now, "node \(node.index) refuses a snapshot: \(error)")
            return false
        }
        trace.note(agenda.now, "node \(node.index) takes snapshot \(manifest.version)")
        try oracle.checkTakenBack(in: node.open(), "node \(node.index)")
        // A hub that was copied back is earlier itself.
        if !wasHubCopiedBack, manifest.version < node.furthest[manifest.incarnation] ?? 0 {
            oracle.violate("I9", "node \(node.index) went back to an earlier snapshot")
        }
        try note(manifest.cursor, at: node)
        return true
    }

    /// I5: at the end every node holds, and matches, what the hub has.
    func checkGalleries() throws {
        let checkpoint = try hub.read { try FeedTable.checkpoint(in: $0) }
        for node in nodes {
            let samples = Set(try hub.read { database in
                try database.query("SELECT id FROM samples WHERE model = ?", node.model.text) {
                    SampleID(bytes: try $0.blob(0))
                }
            })
            if try RosterTable.checkpoint(in: node.open()) != checkpoint {
                oracle.violate("I5", "node \(node.index) does not hold what the hub hands out")
            }
            let matched = Set(node.gallery.map(\.sampleID)).subtracting(samplesPutAside.subtracting(samples))
            if matched != samples {
                oracle.violate(
                    "I5", "node \(node.index) matches \(matched.subtracting(samples).count) samples too many and "
                        + "\(samples.subtracting(matched).count) too few")
            }
        }
    }
}
