import Replication

extension HubsWorld {
    func befall(_ fault: HubFault) {
        let hub = hubs.randomElement(using: &random)!
        let hours = Int64.random(in: 1...60, using: &random)
        trace.note(agenda.now, "\(fault.rawValue): hub \(hub.index), \(hours) h")
        switch fault {
        case .partition:
            links.all.forEach(links.stop)
            afterwards(in: hours * Self.hour) { [self] in links.all.forEach(links.release) }
        case .swizzle: swizzle(within: hours * Self.hour)
        case .clog:
            let link = links.all.randomElement(using: &random)!
            links.clog(link)
            afterwards(in: hours * Self.hour) { [self] in links.unclog(link) }
        case .restart: start(hub)
        case .setBack: setBack(hub)
        case .restored:
            setBack(hub)
            hub.replica.beginIncarnation(life())
        case .clockJumps:
            hub.wallError = [-3_000, 45_000, 600_000, 3_650 * Self.day, -3_650 * Self.day, 0]
                .randomElement(using: &random)!
        }
    }

    /// Links stop one by one and come back in another order.
    private func swizzle(within time: Int64) {
        let half = time / 2
        for link in links.all.shuffled(using: &random) {
            let back = Int64.random(in: half..<time, using: &random)
            afterwards(in: .random(in: 0..<half, using: &random)) { [self] in links.stop(link) }
            afterwards(in: back) { [self] in links.release(link) }
        }
    }

    private func setBack(_ hub: SimulatedPeerHub) {
        hub.replica = hub.image
        hub.needless = [:]
        oracle.destroys(allBut: hubs.reduce(into: []) { $0.formUnion($1.replica.state.operations.keys) })
        start(hub)
    }

    /// Unless faults are over by then.
    private func afterwards(in milliseconds: Int64, _ work: @escaping () -> Void) {
        agenda.add(in: milliseconds) { [self] in
            if !isHealed { work() }
        }
    }
}
