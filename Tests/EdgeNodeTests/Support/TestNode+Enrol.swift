import Attendance
import EdgeNodeCore
import Replication

extension TestNode {
    /// What an enrolment at the node writes, without a network to compute it.
    func enrolDirectly(_ name: String, _ embedding: Embedding) async throws -> PersonID {
        let person = try person(name)
        let sample = sample(of: person.id, embedding)
        let created = clock.wall()
        try await store.write { connection in
            try RosterTable.enrol(Enrolment(person: person, samples: [sample]), created: created, in: connection)
        }
        return person.id
    }

    /// As if the hub had acknowledged, at that `time` by its clock; the others are the node's clocks.
    func accepted(
        _ through: Int64, at time: Int64 = FakeHub.wall, sinceBoot: Int64 = 0, boot: String = "a", wall: Int64 = 0
    ) async throws {
        let reply = PushReply(
            incarnation: Incarnation(bytes: Array(repeating: 1, count: 16)), acceptedThrough: through, items: [],
            received: time, replied: time)
        try await outbox.accept(reply, now: TimeEvidence(wall: wall, sinceBoot: sinceBoot, boot: boot))
    }
}
