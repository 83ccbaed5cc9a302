import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

/// What conflicts, decisions and histories hold of people goes with them.
struct ConflictErasureTests {
    private static let name = "Zebediah Quillfeather"
    private static let former = "Zebediah Marshwiggle"
    private static let number = "4711-0815-q"

    /// Two ids of one human with everything that can be decided about them; gives the two.
    private func decideEverything(_ school: ConflictHarness) async throws -> (PersonID, PersonID) {
        let (one, two) = (
            try ConflictHarness.person(1, name: Self.former, number: Self.number),
            try ConflictHarness.person(2, name: Self.name, number: Self.number))
        try await school.enrol(one, ConflictHarness.face, at: school.here)
        try await school.enrol(two, ConflictHarness.alike, at: school.away)
        _ = try await school.hub.admin(.patch, "/v1/people/\(one.id)", #"{"name":"\#(Self.name)"}"#)
        let numbers = try await school.conflicts("?kind=same-number")[0]
        let body = #"{"resolution":"renumber","choice":"\#(two.id)","number":"1","reason":"\#(Self.name)"}"#
        _ = try await school.resolved(numbers, body)
        let session = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
        for (person, node) in [(one, school.here), (two, school.away)] {
            try await school.see(person.id, at: node)
            let status = person == one ? "late" : "absent"
            let correction = #"{"person":"\#(person.id)","status":"\#(status)","actor":"Ms Ito"}"#
            _ = try await school.hub.admin(.post, "/v1/sessions/\(session)/corrections", correction)
        }
        let faces = try await school.conflicts("?kind=same-face")[0]
        _ = try await school.resolved(faces, #"{"resolution":"merge","choice":"\#(one.id)","reason":"\#(Self.name)"}"#)
        let rooms = try await school.conflicts("?kind=two-rooms")[0]
        _ = try await school.resolved(rooms, #"{"resolution":"both","reason":"\#(Self.name)"}"#)
        let records = try await school.conflicts("?kind=corrections&status=open")[0]
        let choice = try #require(records.resolutions.first?.choice)
        _ = try await school.resolved(
            records, #"{"resolution":"keep","choice":"\#(choice)","reason":"\#(Self.name)"}"#)
        #expect(try await school.conflicts("?status=open").isEmpty)
        #expect(try await school.conflicts("?status=resolved").count == 4)
        return (one.id, two.id)
    }

    @Test(arguments: [true, false])
    func nothingIsLeftOfTheErased(undone: Bool) async throws {
        try await ConflictHarness.with { school async throws in
            let (one, two) = try await decideEverything(school)
            // Decisions that were taken back are no smaller a trace.
            if undone {
                for conflict in try await school.conflicts("?status=resolved") where conflict.kind != .sameFace {
                    try await school.undo(conflict)
                }
            }
            let words = [Self.name, Self.former, Self.number].map { Array($0.utf8) }
            let faces = try [ConflictHarness.face, ConflictHarness.alike].map { try Embedding($0).littleEndianBytes }
            for word in words { #expect(try !Traces.files(school.hub, with: [word]).isEmpty) }
            try await school.hub.erase(two)
            #expect(try Traces.files(school.hub, with: words + [faces[1]]).isEmpty)
            #expect(try await school.conflicts("").isEmpty)

            // When every node has confirmed, the ids go, too; another erasure empties the log.
            let page = try await school.hub.send(.get, Protocol.Path.erasures + "?after=0", by: school.here)
                .decode(ErasurePage.self)
            #expect(page.erasures.count == 2)
            for erasure in page.erasures {
                for node in [school.here, school.away] {
                    let word = OutboxOperation.Content.attestation(
                        Attestation(erasure: erasure.id, galleryRoot: nil, at: 5))
                    try await school.push(node) { try node.line($0, word) }
                }
            }
            try await school.hub.erase(try await school.hub.addPerson("Somebody Else"))
            let ids = [one, two].flatMap { [$0.bytes, Array($0.description.utf8)] }
            #expect(try Traces.files(school.hub, with: ids).isEmpty)
        }
    }

    @Test func anErasureLeavesTheConflictsOfOthersAlone() async throws {
        try await ConflictHarness.with { school async throws in
            let people = try (1...3).map { try ConflictHarness.person($0) }
            for person in people { try await school.enrol(person, ConflictHarness.face, at: school.here) }
            for conflict in try await school.conflicts() {
                _ = try await school.resolved(conflict, #"{"resolution":"different"}"#)
            }
            try await school.hub.erase(people[0].id)
            let left = try await school.conflicts("")
            #expect(left.map(\.id) == [.sameFace(PersonPair(people[1].id, people[2].id))])
            #expect(left[0].status == .resolved)
        }
    }

    @Test func withdrawnConsentTakesTheConflictAlong() async throws {
        try await ConflictHarness.with { school async throws in
            let people = try (1...2).map { try ConflictHarness.person($0) }
            for person in people { try await school.enrol(person, ConflictHarness.face, at: school.here) }
            #expect(try await school.conflicts().count == 1)
            try await school.hub.erase(people[1].id, samplesOnly: true)
            #expect(try await school.conflicts("").isEmpty)
            try await school.hub.hub.faceWatch.checkAll()
            #expect(try await school.conflicts("").isEmpty)
        }
    }
}
