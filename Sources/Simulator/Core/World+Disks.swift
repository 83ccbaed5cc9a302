import Attendance
import EdgeNodeCore
import HubCore
import Replication
import SQLite

extension World {
    func image(of disk: SimulatedDisk) -> SimulatedDisk {
        let image = makeDisk()
        image.copy(from: disk)
        return image
    }

    /// Looks through every disk for what is still there.
    func noteDestroyed() {
        var held: Set<EventID> = []
        for node in nodes { held.formUnion(look(at: node.disk, outboxEvents)) }
        held.formUnion(look(at: hub.disk) { database in
            try database.query("SELECT id FROM events") { EventID(bytes: try $0.blob(0)) }
        })
        held.formUnion(look(at: hub.disk, quarantinedEvents))
        oracle.destroys(allBut: held, wasFar: wasHubCopiedFarBack)
        noteForgottenErasures()
    }

    func look<Subject>(
        at disk: SimulatedDisk, _ read: (Connection) throws -> [Identifier<Subject>]
    ) -> Set<Identifier<Subject>> {
        // On a copy: looking must not change what is looked at.
        let copy = image(of: disk)
        return withExtendedLifetime(copy) {
            guard let database = try? copy.connect() else { return [] }
            defer { database.close() }
            return Set((try? read(database)) ?? [])
        }
    }

    /// Events that an outbox holds as they were recorded.
    func outboxEvents(_ database: Connection) throws -> [EventID] {
        try events("SELECT line FROM outbox", database)
    }

    /// Events that the hub's quarantine holds as they were recorded.
    func quarantinedEvents(_ database: Connection) throws -> [EventID] {
        try events("SELECT line FROM quarantine", database)
    }

    private func events(_ query: String, _ database: Connection) throws -> [EventID] {
        try database.query(query) { row in
            let operation = try? WireCoding.decode(OutboxOperation.self, from: row.blob(0))
            guard case .event(let event) = operation?.content, oracle.recorded[event.id]?.event == event else {
                return nil
            }
            return event.id
        }.compactMap { (event: EventID?) in event }
    }

    /// Samples of enrolments that the hub's quarantine holds.
    func quarantinedSamples(_ database: Connection) throws -> [SampleID] {
        try database.query("SELECT line FROM quarantine") { row in
            let operation = try? WireCoding.decode(OutboxOperation.self, from: row.blob(0))
            guard case .enrolment(let enrolment) = operation?.content else { return [] }
            return enrolment.samples.map(\.id)
        }.flatMap { (samples: [SampleID]) in samples }
    }
}
