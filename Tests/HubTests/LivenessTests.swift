import Attendance
import Foundation
import HubCore
import Replication
import Testing

struct LivenessTests {
    /// How live a face was, and whether it did what it was asked to do, stays with its event, is shown, and is nowhere
    /// where nobody judged it.
    @Test func theScoreStaysWithTheEvent() async throws {
        try await HubHarness.with { hub async throws in
            var node = try await hub.node()
            let ana = PersonID(UUID())
            let lines = [
                try node.identification(of: ana, 1, hub.time, liveness: 0.97, challenge: true),
                try node.identification(of: ana, 2, hub.time),
                try node.unknown(UnknownFaceID(UUID()), 3, hub.time, liveness: 0.125, challenge: false),
            ]
            let reply = try await hub.pushed(lines, first: 1, by: node)
            #expect(reply.acceptedThrough == 3 && reply.items.isEmpty)
            let events = try await hub.items("/v1/events", as: EventView.self)
            #expect(events.map(\.liveness) == [0.97, nil, 0.125])
            #expect(events.map(\.challenge) == [true, nil, false])
            // What is stored is what was sent: the same events under another lineage are no collision.
            node.lineage = Lineage(UUID())
            let again = try await hub.pushed(lines, first: 1, by: node)
            #expect(again.items.map(\.outcome) == [.known, .known, .known])
        }
    }
}
