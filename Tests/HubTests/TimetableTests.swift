import Foundation
import HTTP
import HubCore
import Testing

struct TimetableTests {
    private struct Result: Decodable {
        struct Problem: Decodable, Equatable { let line: Int; let reason: String }
        let added: Int
        let changed: Int
        let unchanged: Int
        let problems: [Problem]
    }

    private func post(_ hub: HubHarness, _ text: String) async throws -> HTTPClientResponse {
        try await hub.send(
            .post, "/v1/sessions", secret: hub.adminSecret, contentType: "text/csv; charset=utf-8",
            body: Array(text.utf8))
    }

    private let header = "section,room,title,date,start,end\n"

    @Test func goodLinesAreTakenAndBadOnesNamed() async throws {
        try await HubHarness.with { hub async throws in
            let text = header + """
                7b,B12,Mathematics,2026-03-02,08:05,08:50
                7b,B12,"Art, with ""paint""\n and line ends",2026-03-02,09:00,09:45
                7b,B12,Late,2026-13-02,08:05,08:50
                7b,B12,Backwards,2026-03-02,10:00,09:00
                ,B12,Nobody,2026-03-02,10:00,11:00
                7b,B12,Odd,2026-03-02,25:00,26:00
                7b,B12,Short,2026-03-02

                7b,B12,Gap,2026-03-29,02:30,03:30
                8a,C04,,2026-03-02,8:05,08:50
                """
            let result = try await post(hub, text).decode(Result.self)
            #expect(result.added == 2)
            #expect(result.problems.map(\.line) == [3, 5, 6, 7, 8, 9, 11])
            let words = ["control", "date", "end", "section", "start", "cells", "exist"]
            for (problem, word) in zip(result.problems, words) {
                #expect(problem.reason.contains(word), "\(problem)")
            }
            let again = try await post(hub, text).decode(Result.self)
            #expect(again.added == 0 && again.unchanged == 2)
            let moved = try await post(hub, header + "7b,B12,Maths,2026-03-02,08:05,08:55\n").decode(Result.self)
            #expect(moved.changed == 1)
            struct Session: Decodable { let title: String?; let start_ms: Int64 }
            let sessions = try await hub.items("/v1/sessions?date=2026-03-02", as: Session.self)
            #expect(sessions.count == 2)
            #expect(sessions.contains { $0.title == "Maths" && $0.start_ms == HubHarness.monday + 5 * 60_000 })
            #expect(sessions.contains { $0.title == nil })
        }
    }

    @Test(arguments: [
        "\u{FEFF}section;room;title;date;start;end\r\n7b;B12;Maths;2026-03-02;08:05;08:50\r\n",
        "Section, Room, Title, Date, Start, End\n7b, B12 ,Maths,2026-03-02,08:05,08:50",
    ])
    func spreadsheetsOwnDialectsAreUnderstood(text: String) async throws {
        try await HubHarness.with { hub async throws in
            let result = try await post(hub, text).decode(Result.self)
            #expect(result.added == 1 && result.problems.isEmpty)
        }
    }

    @Test(arguments: ["", "hello", "section,room\n7b,B12", "section,room,title,date,start,end\n7b,\"B12"])
    func whatIsNoTimetableIsRefused(text: String) async throws {
        try await HubHarness.with { hub async throws in
            #expect(try await post(hub, text).status == 400)
        }
    }

    @Test func daysAndTimesFollowTheSitesClocks() throws {
        let berlin = SiteCalendar(TimeZone(identifier: "Europe/Berlin")!)
        let spring = try #require(CalendarDay("2026-03-29"))
        #expect(berlin.end(of: spring) - berlin.start(of: spring) == 23 * 3_600_000)
        #expect(berlin.instant(spring, hour: 2, minute: 30) == nil)
        let autumn = try #require(CalendarDay("2026-10-25"))
        #expect(berlin.end(of: autumn) - berlin.start(of: autumn) == 25 * 3_600_000)
        let twice = try #require(berlin.instant(autumn, hour: 2, minute: 30))
        #expect(berlin.text(at: twice) == "2026-10-25 02:30")
        #expect(berlin.text(at: twice + 3_600_000) == "2026-10-25 02:30")
        // Beirut skips midnight when summer time begins.
        let beirut = SiteCalendar(TimeZone(identifier: "Asia/Beirut")!)
        let skipped = try #require(CalendarDay("2026-03-29"))
        #expect(beirut.text(at: beirut.start(of: skipped)) == "2026-03-29 01:00")
        for text in ["2026-02-29", "2026-3-1", "26-03-01", "2026-00-01", "", "2026-03-0x"] {
            #expect(CalendarDay(text) == nil, "\(text)")
        }
        #expect(CalendarDay("2024-02-29") != nil)
    }
}
