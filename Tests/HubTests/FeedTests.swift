import Attendance
import Foundation
import HTTP
import HubCore
import Replication
import Testing

struct FeedTests {
    @Test func aPollWakesWhenSomethingIsAppended() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let start = try await hub.feed(node)
            #expect(start.changes.isEmpty && start.upToDate && !start.reset)
            async let held = hub.feed(node, cursor: start.cursor, wait: 25)
            try await waitFor { hub.hub.store.feed.waiterCount == 1 }
            let began = ContinuousClock.now
            let person = try await hub.addPerson("Ana")
            let page = try await held
            #expect(ContinuousClock.now - began < .seconds(5))
            guard case .person(let pulled) = page.changes.first else {
                Issue.record("no person in \(page)")
                return
            }
            #expect(pulled.id == person)
            #expect(page.upToDate && !page.reset)
        }
    }

    @Test func aPollEndsWhenItsTimeIsOver() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let start = try await hub.feed(node)
            let page = try await hub.feed(node, cursor: start.cursor, wait: 1)
            #expect(page.changes.isEmpty && page.cursor == start.cursor)
            #expect(hub.hub.store.feed.waiterCount == 0)
        }
    }

    @Test func threeHundredNodesHearOfAnEnrolmentAtOnce() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let cursor = try await hub.feed(node).cursor
            let pages = try await withThrowingTaskGroup(of: FeedPage.self) { group in
                for _ in 0..<300 { group.addTask { try await hub.feed(node, cursor: cursor, wait: 25) } }
                try await waitFor { hub.hub.store.feed.waiterCount == 300 }
                let began = ContinuousClock.now
                _ = try await hub.addPerson("Ana")
                var pages: [FeedPage] = []
                for try await page in group { pages.append(page) }
                #expect(ContinuousClock.now - began < .seconds(5))
                return pages
            }
            #expect(pages.count == 300)
            #expect(pages.allSatisfy { $0 == pages[0] && $0.changes.count == 1 })
            #expect(hub.hub.store.feed.waiterCount == 0)
        }
    }

    /// A hub restored from a backup, or another hub under the same address: nodes must begin anew.
    @Test func foreignPositionsAreAnsweredFromTheBeginning() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try await hub.addPerson("Ana")
            let here = try await hub.feed(node).cursor
            let position = try here.parsed().position
            for cursor in [
                Cursor(incarnation: Incarnation(UUID()), position: 0),
                Cursor(incarnation: Incarnation(UUID()), position: position),
                Cursor(incarnation: try here.parsed().incarnation, position: position + 1),
            ] {
                let page = try await hub.feed(node, cursor: cursor, wait: 25)
                #expect(page.reset)
                #expect(page.changes.count == 1)
                #expect(page.cursor == here)
            }
            _ = person
        }
    }

    @Test(arguments: ["x", "1", "a.b", "%20", "00000000-0000-0000-0000-000000000000.-1"])
    func malformedCursorsAreRefused(text: String) async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let answer = try await hub.send(.get, "/v1/feed?cursor=\(text)", by: node)
            #expect(answer.status == 400)
        }
    }

    @Test func longFeedsComeInPages() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let count = Protocol.changesPerPage + 7
            for start in stride(from: 1, through: count, by: 100) {
                let sequences = start...min(count, start + 99)
                let lines = try sequences.map { sequence in
                    try node.enrolment(
                        try Person(id: PersonID(UUID()), name: "Person \(sequence)"), Int64(sequence))
                }
                _ = try await hub.pushed(lines, first: Int64(start), by: node)
            }
            var seen: [FeedChange] = []
            var cursor: Cursor?
            var pages = 0
            while true {
                let page = try await hub.feed(node, cursor: cursor)
                seen += page.changes
                cursor = page.cursor
                pages += 1
                #expect(page.changes.count <= Protocol.changesPerPage && !page.reset)
                if page.upToDate { break }
            }
            #expect(seen.count == 2 * count)
            #expect(Set(seen).count == 2 * count)
            #expect(pages == 3)
        }
    }

    /// Who reads from the beginning must not meet a removed person's name or face again.
    @Test func removedPeopleLeaveTheFeed() async throws {
        try await HubHarness.with { hub async throws in
            let node = try await hub.node()
            let person = try Person(id: PersonID(UUID()), name: "Ben Okafor")
            _ = try await hub.pushed([try node.enrolment(person, 1)], first: 1, by: node)
            let cursor = try await hub.feed(node).cursor
            try await hub.erase(person.id)
            let again = try await hub.admin(.post, "/v1/people/\(person.id)/erasure", #"{"reason":"once more"}"#)
            #expect(again.status == 404)
            let removal = [FeedChange.personRemoved(person.id)]
            #expect(try await hub.feed(node, cursor: cursor).changes == removal)
            #expect(try await hub.feed(node).changes == removal)
        }
    }
}

/// Waits until `condition` holds, at most ten seconds.
func waitFor(_ condition: () -> Bool) async throws {
    for _ in 0..<1_000 where !condition() {
        try await Task.sleep(for: .milliseconds(10))
    }
    #expect(condition(), "it did not happen within ten seconds")
}
