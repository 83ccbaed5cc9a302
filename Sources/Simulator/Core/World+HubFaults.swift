import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// How a hub comes to an earlier state.
    enum CopyingBack {
        /// The database alone, or with the ledger's file beside it.
        case database, folder
        /// The database alone, from before what nodes are sure to hold.
        case far
        /// By the tool, which replays the ledger and begins a new life.
        case restored
    }

    func collectFeed() {
        do {
            try hub.write { try FeedTable.collect(through: try FeedTable.head(in: $0), in: $0) }
        } catch is SimulationError {
            // It is down.
        } catch {
            endHub(because: error)
        }
    }

    /// The hub's operator sends a node away, and takes it back days later.
    func revoke(_ node: SimulatedNode) {
        let id = node.node.id
        // Also where the hub ends over it: what it wrote may stay.
        oracle.revokes(id)
        guard decide(id, .revoked) else { return }
        let decision = decisions[id, default: 0] + 1
        decisions[id] = decision
        agenda.add(in: .random(in: World.hour...5 * World.day, using: &random)) { [self] in
            if decisions[id] == decision { approve(id) }
        }
    }

    /// Again until the hub takes it.
    func approve(_ id: NodeID) {
        guard !decide(id, .active) else { return }
        agenda.add(in: World.hour) { [self] in approve(id) }
    }

    private func decide(_ id: NodeID, _ state: NodeState) -> Bool {
        do {
            try hub.decide(id, state)
            trace.note(agenda.now, "\(id) is \(state)")
            return true
        } catch is SimulationError {
            return false
        } catch {
            endHub(because: error)
            return false
        }
    }

    /// Wrong, and right again some days later.
    func setHubClock() {
        let jump = [1_000, -1_000, World.hour, -World.hour, 3 * World.day, -3 * World.day, 3_650 * World.day]
            .randomElement(using: &random)!
        jumpHubClock(by: jump)
        agenda.add(in: .random(in: 1...3 * World.day, using: &random)) { [self] in
            if !isHealed { jumpHubClock(by: -jump) }
        }
    }

    func jumpHubClock(by milliseconds: Int64) {
        hub.clock.jumpWall(by: milliseconds)
        oracle.hubErrors.append(hub.clock.wallError)
        trace.note(agenda.now, "hub's clock is \(hub.clock.wallError) ms off")
    }

    /// Everybody's samples under another model, and the word about it. Nodes change when they start the next time.
    func changeModel() {
        let next = siteModel == SimulatedPerson.model ? SimulatedPerson.otherModel : SimulatedPerson.model
        do {
            try hub.write { database in
                for someone in people {
                    guard try PeopleTable.exists(someone.person.id, in: database) else { continue }
                    let sample = someone.sample(identifier(), model: next, created: 0)
                    let consent = try database.first(
                        "SELECT consent FROM people WHERE id = ?", someone.person.id.bytes) { try $0.int(0) }
                    guard ErasureRules.mayBeRecognised(consent: consent ?? 0) else { continue }
                    if next != SimulatedPerson.model { foreignSamples.insert(sample.id) }
                    oracle.enrols(sample.id, of: try Person(
                        id: someone.person.id, name: someone.person.name, consent: consent ?? 1))
                    try PeopleTable.insert(sample, in: database)
                }
                try FeedTable.announce(SiteModel(id: next, name: "model"), in: database)
            }
            siteModel = next
        } catch is SimulationError {
            // It is down.
        } catch {
            endHub(because: error)
        }
    }

    /// To its present state, some time later.
    func copyHubBack(_ way: CopyingBack) {
        let (image, ledger) = (image(of: hub.disk), hub.ledger)
        let longest = swarm.reserve > World.day * 2 ? swarm.reserve - World.day : swarm.reserve / 2
        let delay: ClosedRange<Int64> = way == .far
            ? swarm.reserve + World.day...swarm.reserve + 10 * World.day : 60_000...longest
        agenda.add(in: .random(in: delay, using: &random)) { [self] in
            guard !isHealed else { return }
            trace.note(agenda.now, "hub is copied back")
            hub.stop(isPowerCut: false)
            hub.disk.copy(from: image)
            if way == .folder { hub.ledger = ledger }
            wasHubCopiedBack = true
            if way == .far { wasHubCopiedFarBack = true }
            if way == .restored { restoreHub(from: image) }
            startHub()
            noteDestroyed()
            noteForgottenCorrections()
        }
    }

    /// What the tool does with the files before the hub starts; once more where the disk fails meanwhile.
    private func restoreHub(from image: SimulatedDisk) {
        // The operator sees to that first.
        hub.disk.setCapacity(nil)
        do {
            try hub.restore()
        } catch let error as SQLiteError where hub.disk.hasFailed || error.isInputOutput {
            hub.stop(isPowerCut: false)
            hub.disk.copy(from: image)
            restoreHub(from: image)
        } catch {
            oracle.violate("I11", "the hub cannot be restored: \(error)")
        }
    }
}
