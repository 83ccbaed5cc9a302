import Attendance
import Gallery
import Replication
import Service
import SQLite

/// Makes events of what was observed. Everything of one moment — events, sequences, unknown faces, the file that was
/// read — is one transaction; an event is recorded only after it.
package struct Recorder: Sendable {
    private let store: NodeStore
    private let outbox: Outbox
    private let disk: DiskWatch
    private let clock: NodeClock
    private let room: RoomID
    private let log: Log

    package init(
        store: NodeStore, outbox: Outbox, disk: DiskWatch, clock: NodeClock, room: RoomID, log: Log
    ) {
        self.store = store
        self.outbox = outbox
        self.disk = disk
        self.clock = clock
        self.room = room
        self.log = log
    }

    /// Records what was observed at one moment and gives the events. `silence` is nil for photographs. Waits as long
    /// as the disk takes nothing; throws what waiting cannot cure.
    @discardableResult
    package func record(
        _ observations: [FaceObservation], at: TimeEvidence, file: SeenFile?, silence: inout RepeatSilence?
    ) async throws -> [Event] {
        guard !observations.isEmpty || file != nil else { return [] }
        let before = silence
        let (events, after) = try await disk.untilDone {
            try await store.write { connection in
                var silence = before
                let events = try observations.compactMap {
                    try event(of: $0, at: at, silence: &silence, in: connection)
                }
                for event in events {
                    try OutboxTable.append(.event(event), created: at.wall, to: connection)
                }
                try file?.remember(in: connection)
                return (events, silence)
            }
        }
        silence = after
        if !events.isEmpty { outbox.appended.raise() }
        events.forEach(report)
        return events
    }

    /// Nil when it is no news.
    private func event(
        of observation: FaceObservation, at: TimeEvidence, silence: inout RepeatSilence?, in connection: Connection
    ) throws -> Event? {
        let seen: Observation
        let subject: RepeatSilence.Subject
        switch observation.decision {
        case .identified(let match, let threshold):
            seen = .identification(Identification(
                person: match.personID, model: observation.model, similarity: match.similarity,
                threshold: threshold, frames: observation.frames, liveness: observation.liveness,
                challenge: observation.challenge))
            subject = .person(match.personID)
        case .unsure(let nearest), .notLive(let nearest):
            let face = try remember(observation, nearest, person: nearest.personID, at: at, in: connection)
            seen = unknown(face, observation, nearest)
            subject = .unknown(face)
        case .unknown(let nearest):
            let face = try remember(observation, nearest, person: nil, at: at, in: connection)
            seen = unknown(face, observation, nearest)
            subject = .unknown(face)
        }
        guard silence?.isNews(subject, now: at.sinceBoot) ?? true else { return nil }
        return Event(id: clock.identifier(), room: room, at: at, observation: seen)
    }

    private func remember(
        _ observation: FaceObservation, _ nearest: Match?, person: PersonID?, at: TimeEvidence,
        in connection: Connection
    ) throws -> UnknownFaceID {
        try UnknownFaceTable.remember(
            UnknownFaceTable.Seen(
                model: observation.model, embedding: observation.embedding, quality: observation.quality,
                nearest: nearest?.similarity, nearestPerson: person, crop: observation.crop, at: at.wall),
            newID: clock.identifier(), sameFrom: observation.accept, in: connection)
    }

    private func unknown(_ face: UnknownFaceID, _ observation: FaceObservation, _ nearest: Match?) -> Observation {
        .unknown(UnknownSighting(
            face: face, model: observation.model, nearest: nearest?.similarity, frames: observation.frames,
            liveness: observation.liveness, challenge: observation.challenge))
    }

    private static func rounded(_ similarity: Float) -> Double {
        (Double(similarity) * 1_000).rounded() / 1_000
    }

    private func report(_ event: Event) {
        switch event.observation {
        case .identification(let identification):
            log.info(
                "Event recorded.",
                ["event": event.id.description, "kind": "identification",
                 "person": identification.person.description, "similarity": Self.rounded(identification.similarity)])
        case .unknown(let sighting):
            log.info(
                "Event recorded.",
                ["event": event.id.description, "kind": "unknown", "face": sighting.face.description,
                 "nearest": Self.rounded(sighting.nearest ?? -1)])
        }
    }
}
