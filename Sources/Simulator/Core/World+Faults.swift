import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    /// Lets one fault of those that this world knows happen.
    func befall(_ fault: Fault) {
        guard !isHealed else { return }
        befallen.insert(fault)
        let node = nodes.randomElement(using: &random)!
        trace.note(agenda.now, "\(fault.rawValue) \(node.index)")
        switch fault {
        case .nodeKilled: end(node, isPowerCut: false)
        case .nodePowerCut: end(node, isPowerCut: true)
        case .hubKilled: endHub(isPowerCut: false)
        case .hubPowerCut: endHub(isPowerCut: true)
        case .nodeDiskFull:
            node.disk.setCapacity(.random(in: 1...200_000, using: &random))
            agenda.add(in: .random(in: 1...12 * World.hour, using: &random)) { node.disk.setCapacity(nil) }
        case .clockJumps:
            let years: Int64 = 365 * World.day
            let jump = [1_000, -1_000, World.hour, -World.hour, 10 * years, -10 * years].randomElement(using: &random)!
            node.machineClock.jumpWall(by: jump)
        case .linkCut: cut(node, for: .random(in: 1...48 * World.hour, using: &random))
        case .nodeAway: cut(node, for: .random(in: World.day...60 * World.day, using: &random))
        case .nodeRowRots: rot(node)
        case .nodeSetBack: setBack(node)
        case .nodeCloned: clone(node)
        case .hubCopiedBack: copyHubBack(.database)
        case .hubFolderCopiedBack: copyHubBack(.folder)
        case .hubSnapshotOld: oldSnapshots += 1
        case .hubFeedCollected: collectFeed()
        default: befallOfSecondEdition(fault, node)
        }
    }

    /// At once, or in the middle of one of the next writes.
    private func end(_ node: SimulatedNode, isPowerCut: Bool) {
        guard node.isUp else { return }
        if Bool.random(using: &random) {
            node.disk.fail(after: .random(in: 1...30, using: &random))
        } else {
            endProcess(of: node, because: SimulationError("killed"), isPowerCut: isPowerCut)
        }
    }

    private func endHub(isPowerCut: Bool) {
        guard hub.isUp else { return }
        if Bool.random(using: &random) {
            hub.disk.fail(after: .random(in: 1...40, using: &random))
        } else {
            endHub(because: SimulationError("killed"), isPowerCut: isPowerCut)
        }
    }

    private func befallOfSecondEdition(_ fault: Fault, _ node: SimulatedNode) {
        switch fault {
        case .nodeClockStuck:
            node.machineClock.setStuck(true)
            agenda.add(in: .random(in: 1...5 * World.day, using: &random)) { node.machineClock.setStuck(false) }
        case .nodeOutboxRots: rotOutbox(of: node)
        case .nodeSyncFails: node.disk.failSync()
        case .nodePoisoned: poison(node)
        case .nodeRevoked: revoke(node)
        case .nodeGalleryLost: loseGallery(of: node)
        case .linkMute:
            node.isMute = true
            agenda.add(in: .random(in: 1...48 * World.hour, using: &random)) { node.isMute = false }
        case .linksClogged: clogLinks()
        case .hubClockJumps: setHubClock()
        case .hubDiskFull:
            hub.disk.setCapacity(.random(in: 1...200_000, using: &random))
            agenda.add(in: .random(in: 1...12 * World.hour, using: &random)) { [self] in hub.disk.setCapacity(nil) }
        case .hubSyncFails: hub.disk.failSync()
        case .hubRestored: copyHubBack(.restored)
        case .hubCopiedBackFar: copyHubBack(.far)
        case .modelChanges: changeModel()
        default: break
        }
    }

    func cut(_ node: SimulatedNode, for milliseconds: Int64) {
        node.isCut = true
        agenda.add(in: milliseconds) { node.isCut = false }
    }

    /// All links stop, one after the other, and come back in another order.
    private func clogLinks() {
        let longest = World.hour * 6
        for node in nodes.shuffled(using: &random) {
            agenda.add(in: .random(in: 0...longest, using: &random)) { [self] in
                if !isHealed { cut(node, for: .random(in: longest...4 * longest, using: &random)) }
            }
        }
    }
}
