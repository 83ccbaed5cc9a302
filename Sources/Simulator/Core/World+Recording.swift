import Attendance
import Defects
import EdgeNodeCore
import Replication
import SQLite

extension World {
    func record(at node: SimulatedNode) {
        guard node.isUp else { return }
        do {
            let at = node.clock.evidence()
            let person = try seenPerson(at: node)
            let event = Event(
                id: identifier(), room: node.node.room, at: at,
                observation: .identification(Identification(
                    person: person, model: node.model, similarity: 0.6, threshold: 0.4, frames: 3)))
            oracle.attempts(event.id)
            let now = MachineClock.worldBegan + agenda.now
            if Defect.recordedBeforeCommit.isActive {
                oracle.records(event, about: person, node: node.index, at: now, clockHeard: node.clockHeard)
            }
            let sequence = try node.write { try OutboxTable.append(.event(event), created: at.wall, to: $0) }
            try node.noteShown()
            note(event.id, at: sequence, of: node)
            if !Defect.recordedBeforeCommit.isActive {
                oracle.records(event, about: person, node: node.index, at: now, clockHeard: node.clockHeard)
            }
            trace.note(agenda.now, "node \(node.index) records \(event.id)")
            feed(.wake, to: node)
        } catch let error as SQLiteError where error.isFull {
            trace.note(agenda.now, "node \(node.index) has a full disk")
        } catch {
            endProcess(of: node, because: error)
        }
    }

    private func note(_ event: EventID, at sequence: Int64, of node: SimulatedNode) {
        guard let lineage = node.shown?.lineage else { return }
        places[event, default: []].append(Place(lineage: lineage, sequence: sequence))
    }

    /// After everything that is held went on in a new lineage.
    func notePlaces(of node: SimulatedNode) throws {
        lineages += 1
        try node.open().forEach("SELECT sequence, line FROM outbox") { row in
            let operation = try? WireCoding.decode(OutboxOperation.self, from: row.blob(1))
            guard case .event(let event) = operation?.content else { return }
            note(event.id, at: try row.integer(0), of: node)
        }
    }
}
