import Attendance
import Replication

/// Knows what was written among the hubs, and says which promise was broken.
struct HubsOracle {
    /// As written, in order; also what nobody has any more.
    private(set) var written: [SiteOperation] = []
    private var attempted: Set<Digest> = []
    /// What went with a database that was set back.
    private var destroyed: Set<Digest> = []
    private(set) var violations: [String] = []

    /// A hub stamped what came with a wrong clock. One that was set back may make the same stamp again, which changes
    /// nothing.
    mutating func stamps(_ operation: SiteOperation) {
        if !attempted.contains(operation.hash) { writes(operation) }
    }

    mutating func writes(_ operation: SiteOperation) {
        written.append(operation)
        if !attempted.insert(operation.hash).inserted { violate("I2", "an operation was written twice") }
    }

    mutating func destroys(allBut held: Set<Digest>) {
        destroyed.formUnion(written.map(\.hash).filter { !held.contains($0) })
    }

    mutating func violate(_ invariant: String, _ what: String) { violations.append("\(invariant): \(what)") }

    /// After healing: all hubs have the same (I5), everything that anybody has (I2), nothing that nobody wrote (I12),
    /// nothing of who was erased (I6), and show what the models say.
    mutating func checkEnd(_ hubs: [SimulatedPeerHub]) {
        guard violations.isEmpty else { return }
        let states = hubs.map(\.replica.state)
        if Set(hubs.map(\.replica.stateHash)).count > 1 || Set(states).count > 1 { violate("I5", "hubs disagree") }
        for (index, state) in states.enumerated() {
            let lost = written.filter { state.operations[$0.hash] == nil && !destroyed.contains($0.hash) }
            if !lost.isEmpty { violate("I2", "hub \(index) lacks \(lost.count) operations") }
            let invented = state.operations.keys.filter { !attempted.contains($0) }
            if !invented.isEmpty { violate("I12", "hub \(index) has \(invented.count) that nobody wrote") }
            let kept = (1...5).map(HubsWorkload.person).filter { person in
                state.isErased(person, HubsWorld.hashing)
                    && state.operations.values.contains { "\($0.body)".contains("\(person)") }
            }
            if !kept.isEmpty { violate("I6", "hub \(index) keeps something of \(kept.count) who were erased") }
        }
        guard violations.isEmpty else { return }
        let model = HubsModel(written.filter { states[0].operations[$0.hash] != nil }, states[0].erasures)
        violations += model.differences(from: hubs[0].replica.view).map { "I5: the view differs in \($0)" }
    }
}
