import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

/// Conflicts at the hub, over the real API: found, provisionally decided, resolved and undone.
struct ConflictTests {
    @Test func nodesThatEnrolledOfflineMayHaveGivenOneNumberTwice() async throws {
        try await ConflictHarness.with { school async throws in
            let (ana, ben) = (
                try ConflictHarness.person(1, number: "4711"), try ConflictHarness.person(2, number: "4711"))
            try await school.enrol(ana, ConflictHarness.face, at: school.here)
            try await school.enrol(ben, ConflictHarness.another, at: school.away)
            let conflict = try await school.only(.sameNumber)
            #expect(conflict.people.map(\.id) == [ana.id, ben.id] && conflict.suggestion == .renumber)
            #expect(conflict.evidence.last?.similarity == 0)
            // Until somebody decides both stay as they are.
            #expect(try await school.gallery().people == [ana.id, ben.id])
            // Everything else about them can be changed meanwhile.
            #expect(try await school.hub.admin(.patch, "/v1/people/\(ana.id)", #"{"name":"Ana"}"#).status == 200)

            let several = try await school.resolve(conflict, #"{"resolution":"renumber","number":"4712"}"#)
            #expect(several.status == 400 && several.text.contains(ben.id.description))
            let taken = try await school.hub.addPerson("Chiara", number: "9")
            let refused = try await school.resolve(
                conflict, #"{"resolution":"renumber","choice":"\#(ben.id)","number":"9"}"#)
            #expect(refused.status == 409 && refused.text.contains(taken.description))
            let resolved = try await school.resolved(
                conflict, #"{"resolution":"renumber","choice":"\#(ben.id)","number":"4712","reason":"typing error"}"#)
            #expect(resolved.status == .resolved && resolved.decisions.map(\.reason) == ["typing error"])
            #expect(try await school.conflicts().isEmpty)
            #expect(try await school.conflicts("?status=resolved").map(\.id) == [conflict.id])
            #expect(try await number(of: ben.id, school) == "4712")

            let undone = try await school.undo(conflict)
            #expect(undone.status == .open && undone.evidence == conflict.evidence && undone.decisions.isEmpty)
            #expect(try await number(of: ben.id, school) == "4711")
        }
    }

    private func number(of person: PersonID, _ school: ConflictHarness) async throws -> String? {
        try await school.hub.admin(.get, "/v1/people/\(person)").decode(PersonView.self).number
    }

    @Test func aNumberThatWasChangedSinceIsNotUndone() async throws {
        try await ConflictHarness.with { school async throws in
            for number in 1...2 {
                try await school.enrol(
                    try ConflictHarness.person(number, number: "7"), ConflictHarness.face, at: school.here)
            }
            let conflict = try await school.conflicts("?kind=same-number")[0]
            #expect(conflict.suggestion == .merge)
            let choice = conflict.people[0].id
            _ = try await school.resolved(conflict, #"{"resolution":"renumber","choice":"\#(choice)"}"#)
            #expect(try await number(of: choice, school) == nil)
            _ = try await school.hub.admin(.patch, "/v1/people/\(choice)", #"{"number":"8"}"#)
            let answer = try await school.hub.admin(.post, "/v1/conflicts/\(conflict.id)/undo")
            #expect(answer.status == 409 && answer.text.contains("people history"))
        }
    }

    @Test func oneFaceUnderTwoIdsIsNoticedAndTwinsAreLeftAlone() async throws {
        try await ConflictHarness.with { school async throws in
            let (ana, ben) = (try ConflictHarness.person(1), try ConflictHarness.person(2))
            try await school.enrol(ana, ConflictHarness.face, at: school.here)
            try await school.enrol(try ConflictHarness.person(3), ConflictHarness.another, at: school.here)
            #expect(try await school.conflicts().isEmpty)
            try await school.enrol(ben, ConflictHarness.alike, at: school.away)
            let conflict = try await school.only(.sameFace)
            #expect(conflict.people.map(\.id) == [ana.id, ben.id] && conflict.suggestion == nil)
            #expect(conflict.evidence.compactMap(\.similarity) == [0.96])
            #expect(try await school.gallery().people.count == 3, "nobody is merged by a program")

            let different = try await school.resolved(conflict, #"{"resolution":"different","reason":"twins"}"#)
            #expect(different.status == .resolved && different.resolutions.isEmpty)
            // Another sample of the same two asks nothing again, nor does comparing everything anew.
            try await school.enrol(ben, ConflictHarness.face, at: school.away)
            try await school.hub.hub.faceWatch.checkAll()
            #expect(try await school.conflicts().isEmpty)
            #expect(try await school.resolve(conflict, #"{"resolution":"different"}"#).status == 409)
            let undone = try await school.undo(conflict)
            #expect(undone.status == .open && undone.evidence.compactMap(\.similarity) == [1])
            #expect(try await school.hub.admin(.post, "/v1/conflicts/\(conflict.id)/undo").status == 409)
        }
    }

    @Test func comparingEverythingAnewFindsTheSame() async throws {
        try await ConflictHarness.with { school async throws in
            for number in 1...6 {
                let face = number.isMultiple(of: 2) ? ConflictHarness.face : ConflictHarness.another
                try await school.enrol(try ConflictHarness.person(number), face, at: school.here)
            }
            let found = try await school.conflicts()
            #expect(found.count == 6)
            try await school.hub.hub.faceWatch.checkAll()
            #expect(try await school.conflicts() == found)
        }
    }

    @Test func nobodyIsInTwoRoomsAtOnce() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try await school.hub.addPerson("Ana")
            let lesson = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
            let other = try await school.hub.addSession("8a", "C04", from: -1, to: 45)
            let right = try await school.see(ana, at: school.here, similarity: 0.7)
            school.hub.time.advance(seconds: 5)
            let wrong = try await school.see(ana, at: school.away, similarity: 0.5)
            let conflict = try await school.only(.twoRooms)
            #expect(Set(conflict.evidence.compactMap(\.id)) == [right.description, wrong.description])
            #expect(conflict.evidence.filter { $0.counts == true }.map(\.id) == [right.description])
            let before = try await school.records()
            #expect(before.map(\.session.id) == [lesson, other] || before.map(\.session.id) == [other, lesson])
            #expect(before.allSatisfy { $0.review == [.twoRooms] }, "both are marked for review")
            let statuses = { (records: [RecordView]) in
                Dictionary(uniqueKeysWithValues: records.map { ($0.session.id, $0.status) })
            }
            #expect(statuses(before) == [lesson: .present, other: .unsure])
            #expect(before.flatMap(\.setAside) == [wrong])

            let resolved = try await school.resolved(conflict, #"{"resolution":"room","choice":"C04"}"#)
            #expect(resolved.status == .resolved)
            #expect(statuses(try await school.records()) == [lesson: .expected, other: .present])
            #expect(try await school.records().allSatisfy(\.review.isEmpty))
            // What the other room sends later does not outrank a human.
            let late = try await school.see(ana, at: school.here, similarity: 0.99)
            #expect(statuses(try await school.records()) == [lesson: .expected, other: .present])
            #expect(try await school.conflicts().isEmpty && late != right)

            let all = try await school.conflicts("?status=resolved")
            #expect(all.count == 1 && all[0].decisions.map(\.resolution) == [.room])
            try await school.undo(all[0])
            #expect(statuses(try await school.records()) == [lesson: .present, other: .unsure])
            for (resolution, expected) in [
                ("both", [lesson: Status.present, other: .present]), ("neither", [lesson: .expected]),
            ] {
                let now = try await school.only(.twoRooms)
                _ = try await school.resolved(now, #"{"resolution":"\#(resolution)"}"#)
                #expect(statuses(try await school.records()) == expected)
                try await school.undo(now)
            }
        }
    }

    @Test func sightingsInTwoRoomsAreLookedForInAPeriod() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try await school.hub.addPerson("Ana")
            try await school.see(ana, at: school.here)
            try await school.see(ana, at: school.away)
            school.hub.time.advance(seconds: 15 * 86_400)
            #expect(try await school.conflicts().isEmpty)
            let found = try await school.conflicts("?from=2026-03-02&to=2026-03-02&kind=two-rooms")
            #expect(found.count == 1)
            #expect(try await school.conflicts("?from=2026-03-01&to=2026-03-01").isEmpty)
            #expect(try await school.hub.admin(.get, "/v1/conflicts/\(found[0].id)").status == 200)
        }
    }

    @Test func correctionsThatDidNotSeeOneAnotherAreForAHuman() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try await school.hub.addPerson("Ana")
            let session = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
            try await school.see(ana, at: school.here)
            let first = try await correct(school, session, ana, "absent")
            #expect(try await school.conflicts().isEmpty)
            // A clock that was set back does not put the later one before the earlier.
            school.hub.time.advance(seconds: -60)
            let second = try await correct(school, session, ana, "excused")
            let conflict = try await school.only(.corrections)
            #expect(conflict.id == .corrections(session, ana))
            #expect(conflict.resolutions.map(\.choice) == [second, first].map(\.description))
            var record = try await school.records()[0]
            #expect(record.status == .excused && record.review == [.corrections])
            #expect(record.corrections == [first, second] && record.events.count == 1, "the chain stays visible")
            #expect(conflict.evidence.map(\.kind) == [.correction, .correction, .sighting])

            _ = try await school.resolved(conflict, #"{"resolution":"keep","choice":"\#(first)","actor":"Ms Ito"}"#)
            record = try await school.records()[0]
            #expect(record.status == .absent && record.review.isEmpty)
            // An automatic event that comes later changes nothing.
            try await school.see(ana, at: school.here, similarity: 0.99)
            #expect(try await school.records()[0].status == .absent)
            try await school.undo(conflict)
            #expect(try await school.records()[0].status == .excused)
            // Who has seen both ends it without a decision.
            let seen = #","supersedes":["\#(first)","\#(second)"],"role":"admin""#
            let third = try await correct(school, session, ana, "present", seen)
            #expect(try await school.conflicts("").isEmpty)
            let teacher = try await correct(school, session, ana, "absent", #","supersedes":["\#(third)"]"#)
            record = try await school.records()[0]
            #expect(record.status == .present && record.review == [.corrections], "an administrator outranks")
            #expect(record.corrections.contains(teacher))
            let unknown = #"{"person":"\#(ana)","status":"late","actor":"x","supersedes":["\#(session)"]}"#
            #expect(try await school.hub.admin(.post, "/v1/sessions/\(session)/corrections", unknown).status == 404)
        }
    }

    private func correct(
        _ school: ConflictHarness, _ session: SessionID, _ person: PersonID, _ status: String, _ more: String = ""
    ) async throws -> EventID {
        struct Reply: Decodable { let id: EventID }
        let body = #"{"person":"\#(person)","status":"\#(status)","actor":"Ms Young"\#(more)}"#
        let answer = try await school.hub.admin(.post, "/v1/sessions/\(session)/corrections", body)
        #expect(answer.status == 201, "\(answer.text)")
        return try answer.decode(Reply.self).id
    }

    @Test func whatARevokedNodeSentIsForAHumanElsewhere() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try await school.hub.addPerson("Ana")
            _ = try await school.hub.admin(.post, "/v1/nodes/\(school.away.node.id)/revoke")
            try await school.see(ana, at: school.away)
            let conflict = try await school.only(.revokedNode)
            #expect(conflict.id == .revokedNode(school.away.node.id) && conflict.resolutions.isEmpty)
            #expect(conflict.evidence.count == 2 && conflict.elsewhere?.contains("quarantine") == true)
            let answer = try await school.resolve(conflict, #"{"resolution":"both"}"#)
            #expect(answer.status == 409 && answer.text.contains("quarantine"))
        }
    }

    @Test func aForkedOutboxIsForAHumanUntilTheNodeIsApproved() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try await school.hub.addPerson("Ana")
            try await school.see(ana, at: school.here)
            // Another history under the same lineage.
            var copy = school.here
            copy.history = PushHistory()
            let line = try copy.identification(of: ana, 1, school.hub.time)
            #expect(try await school.hub.pushed([line], first: 1, by: copy).forked)
            let conflict = try await school.only(.forkedOutbox)
            #expect(conflict.evidence.first?.note?.isEmpty == false)
            #expect(try await school.resolve(conflict, #"{"resolution":"both"}"#).status == 409)
            _ = try await school.hub.admin(.post, "/v1/nodes/\(school.here.node.id)/approve")
            #expect(try await school.conflicts().isEmpty)
            #expect(try await school.only(.forkedOutbox, "?status=resolved").id == conflict.id)
        }
    }

    @Test func eventsAboutUnknownPeopleWaitForThem() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try ConflictHarness.person(1, name: "Ana")
            _ = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
            try await school.see(ana.id, at: school.here)
            var record = try await school.records()[0]
            #expect(record.person.name == nil && !record.onRoster && record.status == .present)
            try await school.enrol(ana, ConflictHarness.face, at: school.away)
            record = try await school.records()[0]
            #expect(record.person.name == "Ana" && record.onRoster && record.status == .present)
        }
    }

    @Test(arguments: [
        ("?status=odd", 400, "resolved"), ("?kind=odd", 400, "same-face"), ("/odd", 400, "conflict"),
        ("/two-rooms.01a209cd-7daf-72ee-91fe-8300393e4a47", 404, "conflicts list"),
        ("/same-face.01a209cd-7daf-72ee-91fe-8300393e4a47.01a209cd-7daf-72ee-91fe-8300393e4a48", 404, "no conflict"),
    ])
    func errorsSayWhatIsWrong(path: String, status: Int, word: String) async throws {
        try await ConflictHarness.with { school async throws in
            let answer = try await school.hub.admin(.get, "/v1/conflicts" + path)
            #expect(answer.status == status && answer.text.contains(word), "\(answer.text)")
        }
    }

    @Test func pagesGoThroughAllConflictsOnce() async throws {
        try await ConflictHarness.with { school async throws in
            for number in 1...5 {
                try await school.enrol(try ConflictHarness.person(number), ConflictHarness.face, at: school.here)
            }
            var seen: [ConflictID] = []
            var cursor: String?
            repeat {
                let path = "/v1/conflicts?limit=3" + (cursor.map { "&cursor=\($0)" } ?? "")
                let page = try await school.hub.admin(.get, path).decode(Page<ConflictView>.self)
                seen += page.items.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == 10 && Set(seen).count == 10)
            let text = try await school.hub.admin(.get, "/v1/conflicts").text
            #expect(!text.contains("embedding"))
        }
    }
}
