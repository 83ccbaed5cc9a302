import Defects
import Foundation
import TestSupport
import Testing

/// Real processes under every kind of fault: the short form of `deploy/faults`. docs/FAULTS.md names its scenarios.
@Suite(.serialized, .enabled(if: Fixtures.exists(Fixtures.photographs + "/persons"), "no sample photographs"))
struct FaultCampaignTests {
    private static let parts = Fixtures.checkout + "/deploy/faults-parts"

    @Test(.timeLimit(.minutes(10)))
    func realProcessesSurviveFaults() async throws {
        let outcome = try await Program.run(
            Fixtures.checkout + "/.cache/venv/bin/python", [Self.parts + "/main.py", "--short"], within: 540)
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(Self.count("events lost", in: lines) == 0)
        #expect(Self.count("events doubled", in: lines) == 0)
        #expect(Self.count("people resurrected", in: lines) == 0)
        #expect(try #require(Self.count("events recorded", in: lines)) >= 100)
        // What cannot run here says why.
        for line in lines where line.hasPrefix("skipped") { print(line) }
        #expect(lines.count { $0.hasPrefix("passed") } >= 20)
    }

    private static func document() throws -> String {
        try String(contentsOfFile: Fixtures.checkout + "/docs/FAULTS.md", encoding: .utf8)
    }

    @Test func theDocumentNamesEveryScenario() async throws {
        let outcome = try await Program.run(
            Fixtures.checkout + "/.cache/venv/bin/python", [Self.parts + "/main.py", "--list"])
        let scenarios = Set(outcome.output.split(separator: "\n").compactMap { $0.split(separator: " ").first })
        try #require(scenarios.count > 20)
        let named = Set(try Self.document().matches(of: /`faults:([a-z-]+)`/).map(\.output.1))
        #expect(named.subtracting(scenarios) == [], "these do not exist")
        #expect(scenarios.subtracting(named) == [], "these are not in docs/FAULTS.md")
    }

    @Test func theDocumentNamesTestsThatExist() throws {
        let tests = Fixtures.checkout + "/Tests"
        let files = try #require(FileManager.default.enumerator(atPath: tests)).compactMap { $0 as? String }
            .filter { $0.hasSuffix("Tests.swift") }
        let document = try Self.document()
        let named = document.matches(of: /`([A-Z]\w+Tests)\.(\w+)`/).map { (String($0.output.1), String($0.output.2)) }
        #expect(named.count > 50)
        for (suite, name) in named {
            let found = try files.filter { $0.hasSuffix("/\(suite).swift") }.contains {
                try String(contentsOfFile: tests + "/" + $0, encoding: .utf8).contains("func \(name)(")
            }
            #expect(found, "docs/FAULTS.md names \(suite).\(name)")
        }
        let defects = Set(Defect.allCases.map(\.rawValue))
        let mutants = Set(document.matches(of: /`mutant:([a-z-]+)`/).map { String($0.output.1) })
        #expect(mutants.subtracting(defects) == [], "these defects do not exist")
    }

    @Test func theDocumentHasAllRows() throws {
        let rows = try Self.document().matches(of: /\n\| (\d+) \|/).map { Int($0.output.1) }
        #expect(rows == Array(1...29))
    }

    private static func count(_ name: String, in lines: [String]) -> Int? {
        lines.first { $0.hasPrefix(name) }?.split(separator: " ").last.flatMap { Int($0) }
    }
}
