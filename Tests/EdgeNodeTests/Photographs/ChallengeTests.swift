import Attendance
import EdgeNodeCore
import Foundation
import HTTP
import Service
import TestSupport
import Testing
import Vision

/// A real node before whose camera somebody is asked to turn the head, and does.
@Suite(.serialized, .enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct ChallengeTests {
    /// What was asked, in words, one after the other.
    private struct Seen {
        let person: PersonID
        let asked: [String]
        let observations: [Observation]
    }

    /// Runs `rollcall-edge run` until the hub has an event.
    /// - Parameter listens: whether whoever is before the camera does what they are told.
    private static func seen(
        _ carrier: PosedPicture.Carrier, listens: Bool = true, _ liveness: String
    ) async throws -> Seen {
        let photograph = TurningFace.portrait(for: carrier)
        var seen: Seen?
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            let reply = try await node.enrol(runtime, "Ana", photograph)
            let person = try #require(reply.person, "\(reply)")
            let face = try TurningFace(
                photograph: Fixtures.photographs + "/" + photograph, on: carrier,
                analyser: try await runtime.recognition().view.eyes.analyser)
            await runtime.close()
            let camera = try StreamingCamera { _ in face.frame() }
            let client = HTTPClient()
            var asked: [String] = []
            let observations = try await node.observations(before: camera, #", "liveness": \#(liveness)"#) {
                let list = try? await ControlClient.running(node.folder, client: client)?.challenges()
                if let text = list?.items.first?.text, text != asked.last { asked.append(text) }
                if listens { face.hear(list?.items.first?.ask) }
                return !node.hub.events.isEmpty
            }
            seen = Seen(person: person, asked: asked, observations: observations)
        }
        return try #require(seen)
    }

    @Test func whoTurnsTheHeadAsAskedIsPresent() async throws {
        let seen = try await Self.seen(.head, #"{"policy": "challenge"}"#)
        #expect(seen.observations.count == 1)
        guard case .identification(let identification) = seen.observations.first else {
            Issue.record("not identified: \(seen.observations), asked: \(seen.asked)")
            return
        }
        #expect(identification.person == seen.person && identification.challenge == true)
        #expect(seen.asked.first == "Look straight at the camera.")
        #expect(seen.asked.count { $0.hasPrefix("Turn your head to your ") } == 4, "\(seen.asked)")
    }

    @Test(arguments: [(PosedPicture.Carrier.sheet, true), (.sheet, false), (.head, false)])
    func whoDoesNotIsForAPersonToLookAt(carrier: PosedPicture.Carrier, listens: Bool) async throws {
        let seen = try await Self.seen(
            carrier, listens: listens, #"{"policy": "challenge", "turns": 2, "attempts": 2, "secondsForEach": 2}"#)
        #expect(seen.observations.count == 1)
        guard case .unknown(let sighting) = seen.observations.first else {
            Issue.record("not unknown: \(seen.observations), asked: \(seen.asked)")
            return
        }
        #expect(sighting.challenge == false)
        #expect(sighting.nearest ?? 0 > 0.5)
        #expect(seen.asked.contains { $0.hasPrefix("Turn your head to your ") }, "\(seen.asked)")
    }

    @Test func aPhotographInAFolderNeverCounts() async throws {
        try await RealNode.with { node in
            let change = { (configuration: inout NodeConfiguration) in
                configuration.liveness = .init(policy: .challenge)
            }
            let runtime = try await node.runtime(change)
            _ = try await node.enrol(runtime, "Ana", TurningFace.portrait(for: .sheet))
            await runtime.close()
            try node.put(TurningFace.portrait(for: .sheet))
            try await node.runUntilIdle(change)
            let seen = node.seenAtHub()
            #expect(seen.people.isEmpty && seen.unknown == 1)
        }
    }

    @Test func theScreenShowsAPageAndNoNames() async throws {
        let board = ChallengeBoard()
        let screen = ChallengeScreen(port: 0, board: board, clock: NodeClock(), log: Log(sink: MemorySink()))
        try await screen.start()
        let client = HTTPClient()
        for (path, type) in [
            ("/", "text/html; charset=utf-8"), ("/challenge.css", "text/css; charset=utf-8"),
            ("/challenge.js", "text/javascript; charset=utf-8"), ("/challenges", "application/json"),
        ] {
            let answer = try await client.send(HTTPClientRequest(.get, screen.address + path))
            #expect(answer.isSuccess && answer.headers["Content-Type"] == type, "\(path)")
        }
        let list = try await client.send(HTTPClientRequest(.get, screen.address + "/challenges"))
        #expect(try list.decode(ChallengeList.self).items.isEmpty)
        await screen.stop()
    }
}
