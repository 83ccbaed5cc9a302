import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

/// Two ids become one person, and two again.
struct MergeTests {
    private static let (one, two) = (SampleID(UUID()), SampleID(UUID()))

    /// Ana under two ids, of whom the second was enrolled elsewhere.
    private func withTwoIds(
        _ body: (ConflictHarness, _ ana: Person, _ again: Person, ConflictView) async throws -> Void
    ) async throws {
        try await ConflictHarness.with { school async throws in
            let (ana, again) = (try ConflictHarness.person(1, name: "Ana"), try ConflictHarness.person(2, name: "Anna"))
            try await school.enrol(ana, ConflictHarness.face, at: school.here, sample: Self.one)
            try await school.enrol(again, ConflictHarness.alike, at: school.away, sample: Self.two)
            try await body(school, ana, again, try await school.only(.sameFace))
        }
    }

    private func merge(_ school: ConflictHarness, _ conflict: ConflictView, into person: Person) async throws {
        _ = try await school.resolved(conflict, #"{"resolution":"merge","choice":"\#(person.id)"}"#)
    }

    @Test func undoingAMergeRestoresExactlyWhatWas() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            _ = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
            try await school.see(again.id, at: school.here)
            let (gallery, records) = (try await school.gallery(), try await school.records())
            #expect(gallery.samples == [Self.one: ana.id, Self.two: again.id] && records.count == 2)

            try await merge(school, conflict, into: ana)
            let merged = try await school.gallery()
            #expect(merged.people == [ana.id] && merged.samples == [Self.one: ana.id, Self.two: ana.id])
            #expect(merged.checkpoint != gallery.checkpoint)
            let together = try await school.records()
            #expect(together.map(\.person.id) == [ana.id] && together.map(\.status) == [.present])
            #expect(together[0].events == records.flatMap(\.events), "what was seen before counts, too")
            let view = try await school.hub.admin(.get, "/v1/people/\(again.id)").decode(PersonView.self)
            #expect(view.mergedInto == ana.id && view.samples == 1, "nothing was rewritten")
            #expect(try await school.hub.items("/v1/records?person=\(again.id)", as: RecordView.self) == together)

            let undone = try await school.undo(conflict)
            #expect(undone.status == .open)
            let after = try await school.gallery()
            #expect(after.checkpoint == gallery.checkpoint && after.checkpoint != nil)
            #expect(after.people == gallery.people && after.samples == gallery.samples)
            #expect(try await school.records() == records)
        }
    }

    /// A node that follows the feed sees the same as one that begins anew.
    @Test func aNodeThatFollowsEndsWithTheSame() async throws {
        try await withTwoIds { school, ana, _, conflict async throws in
            let begun = try await school.hub.feed(school.here)
            var (held, cursor) = ([SampleID: PersonID](), begun.cursor)
            for case .sample(let sample) in begun.changes { held[sample.id] = sample.person }
            for step in 0..<2 {
                if step == 0 { try await merge(school, conflict, into: ana) } else { try await school.undo(conflict) }
                let page = try await school.hub.feed(school.here, cursor: cursor)
                cursor = page.cursor
                for change in page.changes {
                    if case .sample(let sample) = change { held[sample.id] = sample.person }
                    if case .personRemoved(let id) = change { held = held.filter { $0.value != id } }
                }
                #expect(try await school.gallery().samples == held)
            }
        }
    }

    /// A node that holds the section of one of the ids has to know the whole human.
    @Test func nodesOfEitherIdsSectionHoldTheMergedPerson() async throws {
        try await ConflictHarness.with { school async throws in
            let ana = try ConflictHarness.person(1)
            var again = try ConflictHarness.person(2)
            again.sections = [try SectionID("8a")]
            let limited = try await school.hub.node("D1")
            let sections = #"{"sections":["8a"]}"#
            _ = try await school.hub.admin(.put, "/v1/nodes/\(limited.node.id)/sections", sections)
            try await school.enrol(ana, ConflictHarness.face, at: school.here, sample: Self.one)
            try await school.enrol(again, ConflictHarness.alike, at: school.away, sample: Self.two)
            let conflict = try await school.only(.sameFace)
            let before = try await school.gallery(limited)
            #expect(before.samples == [Self.two: again.id])
            var cursor = try await school.hub.feed(limited).cursor
            try await merge(school, conflict, into: ana)
            let merged = try await school.gallery(limited)
            #expect(merged.people == [ana.id] && merged.samples == [Self.one: ana.id, Self.two: ana.id])
            // Also who goes on reading gets the samples that were passed over.
            let page = try await school.hub.feed(limited, cursor: cursor)
            let got = page.changes.compactMap { if case .sample(let sample) = $0 { sample.id } else { nil } }
            #expect(Set(got) == [Self.one, Self.two])
            cursor = page.cursor
            try await school.undo(conflict)
            let after = try await school.gallery(limited)
            #expect(after.samples == before.samples && after.checkpoint == before.checkpoint)
            let last = try await school.hub.feed(limited, cursor: cursor).changes.last
            #expect(last == .personRemoved(ana.id))
        }
    }

    @Test func whatArrivesLaterForTheOtherIdCounts() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            let session = try await school.hub.addSession("7b", "B12", from: -1, to: 45)
            try await merge(school, conflict, into: ana)
            let event = try await school.see(again.id, at: school.here)
            #expect(try await school.records().map(\.events) == [[event]])
            let late = SampleID(UUID())
            try await school.enrol(again, ConflictHarness.alike, at: school.away, sample: late)
            #expect(try await school.gallery().samples[late] == ana.id)
            #expect(try await school.gallery().people == [ana.id])
            let body = #"{"person":"\#(again.id)","status":"excused","actor":"x"}"#
            #expect(try await school.hub.admin(.post, "/v1/sessions/\(session)/corrections", body).status == 201)
            #expect(try await school.records().map(\.status) == [.excused])
            // In two rooms under two ids.
            try await school.see(ana.id, at: school.away)
            #expect(try await school.only(.twoRooms).people.map(\.id) == [ana.id])
            // And apart again: each has what is theirs.
            try await school.undo(conflict)
            #expect(try await school.gallery().samples[late] == again.id)
            #expect(try await school.conflicts("?kind=two-rooms").isEmpty)
        }
    }

    @Test func mergesOfMergesComeApartInAnyOrder() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            let third = try ConflictHarness.person(3, name: "Anne")
            let sample = SampleID(UUID())
            let before = try await school.gallery()
            try await merge(school, conflict, into: ana)
            try await school.enrol(third, ConflictHarness.face, at: school.here, sample: sample)
            let next = try await school.only(.sameFace)
            #expect(next.people.map(\.id) == [ana.id, third.id])
            try await merge(school, next, into: third)
            #expect(try await school.gallery().samples == [Self.one: third.id, Self.two: third.id, sample: third.id])
            try await school.undo(conflict)
            #expect(try await school.gallery().samples == [Self.one: third.id, Self.two: again.id, sample: third.id])
            try await school.undo(next)
            var now = try await school.gallery()
            #expect(now.samples.removeValue(forKey: sample) == third.id)
            #expect(now.samples == before.samples)
        }
    }

    @Test func anErasureReachesAllIdsOfAHuman() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            try await merge(school, conflict, into: ana)
            try await school.see(again.id, at: school.here)
            try await school.hub.erase(ana.id)
            let gallery = try await school.gallery()
            #expect(gallery.people.isEmpty && gallery.samples.isEmpty)
            #expect(try await school.hub.items("/v1/people", as: PersonView.self).isEmpty)
            #expect(try await school.hub.items("/v1/events", as: ListedEvent.self).isEmpty)
            #expect(try await school.conflicts("").isEmpty)
            let page = try await school.hub.send(.get, Protocol.Path.erasures + "?after=0", by: school.here)
                .decode(ErasurePage.self)
            #expect(Set(page.erasures.map(\.person)) == [ana.id, again.id], "nodes forget both")
            // Both are refused for ever.
            for person in [ana, again] {
                try await school.enrol(person, ConflictHarness.face, at: school.away)
                try await school.see(person.id, at: school.away)
            }
            #expect(try await school.gallery().samples.isEmpty)
            #expect(try await school.hub.items("/v1/events", as: ListedEvent.self).isEmpty)
        }
    }

    @Test func aWithdrawnConsentReachesAllIdsOfAHuman() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            try await merge(school, conflict, into: ana)
            try await school.hub.erase(again.id, samplesOnly: true)
            #expect(try await school.gallery().samples.isEmpty)
            for person in [ana, again] {
                let view = try await school.hub.admin(.get, "/v1/people/\(person.id)").decode(PersonView.self)
                #expect(view.consent == 2 && view.samples == 0)
            }
            try await school.undo(conflict)
            let apart = try await school.gallery()
            #expect(apart.samples.isEmpty && apart.people == [ana.id, again.id])
            #expect(try await school.hub.admin(.post, "/v1/people/\(ana.id)/consent").status == 200)
            let view = try await school.hub.admin(.get, "/v1/people/\(again.id)").decode(PersonView.self)
            #expect(view.consent == 2, "apart again, each consents for themselves")
        }
    }

    @Test func whatCannotBeMergedIsRefusedInWords() async throws {
        try await withTwoIds { school, ana, again, conflict async throws in
            let body = #"{"resolution":"merge","choice":"\#(ana.id)"}"#
            try await school.hub.erase(again.id, samplesOnly: true)
            #expect(try await school.resolve(conflict, body).status == 404, "no face, no conflict")
            _ = try await school.hub.admin(.patch, "/v1/people/\(ana.id)", #"{"number":"5"}"#)
            let numbered = try ConflictHarness.person(3, number: "5")
            try await school.enrol(numbered, ConflictHarness.another, at: school.here)
            try await school.hub.erase(numbered.id, samplesOnly: true)
            let numbers = try await school.only(.sameNumber)
            let consent = try await school.resolve(numbers, #"{"resolution":"merge","choice":"\#(ana.id)"}"#)
            #expect(consent.status == 409 && consent.text.contains("consent"))
            let number = try await school.resolve(
                numbers, #"{"resolution":"merge","choice":"\#(ana.id)","number":"6"}"#)
            #expect(number.status == 400)
        }
    }
}
