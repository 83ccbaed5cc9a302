import Archive
import Attendance
import Foundation
import HubCore
import Service
import TestSupport
import Testing

struct FolderEnrolmentTests {
    /// Photographs by person, and what is no photograph.
    private static let people = [
        "Joe Biden": ["biden-1", "biden-2", "obama-2"], "Barack Obama": ["obama-1", "obama-2"], "Barry": ["obama-3"],
        "Nobody": ["notes"],
    ]

    private static func fill(_ folder: String) throws {
        for (person, names) in people {
            try FileManager.default.createDirectory(atPath: folder + "/" + person, withIntermediateDirectories: true)
            for name in names {
                let bytes = FileManager.default.contents(atPath: Fixtures.photographs + "/persons/\(name).jpg")
                try (bytes ?? Data("hello".utf8)).write(to: URL(filePath: folder + "/\(person)/\(name).jpg"))
            }
        }
    }

    @Test(.enabled(if: EnrolmentTests.canSee, "needs the model packs and photographs that deploy/bootstrap fetches"))
    func everybodyIsEnrolledOnceAndWrongPhotographsAreNamed() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            try await Fixtures.withTemporaryFolder { folder in
                try Self.fill(folder)
                let client = HubClient(
                    address: hub.server.localAddress, secret: hub.adminSecret, authority: hub.hub.authority.current)
                let enrolment = try FolderEnrolment(folder, PhotographFolder.sources(in: folder), sections: ["7b"])
                var steps: [Int] = []
                let report = try await enrolment.run(client) { steps.append($0) }
                #expect(steps == [0, 1, 2, 3, 4])
                #expect(report.enrolled.map(\.name) == ["Barack Obama", "Barry", "Joe Biden"])
                #expect(report.enrolled.map(\.samples) == [2, 1, 2])
                #expect(report.enrolled.allSatisfy { $0.sections.map(\.text) == ["7b"] })
                let refused = report.lines.filter { !$0.photograph.isAccepted }
                #expect(refused.map(\.photograph.file) == ["obama-2.jpg", "notes.jpg"])
                #expect(refused.map(\.person) == ["Joe Biden", "Nobody"])
                #expect(refused.map(\.photograph.problem) == ["unlike_others", "unusable"])
                #expect(refused[0].photograph.reason?.contains("perhaps Barack Obama") == true)
                #expect(report.lines.count == 7)
                #expect(report.withoutFace == ["Nobody"])
                #expect(report.alike.map { $0.people.compactMap(\.name).sorted() } == [["Barack Obama", "Barry"]])

                let again = try await enrolment.run(client) { _ in }
                #expect(again.enrolled.isEmpty && again.known == ["Barack Obama", "Barry", "Joe Biden"])
                #expect(again.alike.isEmpty && again.withoutFace == ["Nobody"])
            }
        }
    }

    /// The same people as an archive: one wrapped in a folder, and one who is known by number.
    @Test(.enabled(if: EnrolmentTests.canSee && Fixtures.exists("/usr/bin/zip"), "needs model packs and zip"))
    func anArchiveAndNumbersDoTheSame() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub async throws in
            try await Fixtures.withTemporaryFolder { folder in
                try Self.fill(folder + "/photographs")
                let client = HubClient(
                    address: hub.server.localAddress, secret: hub.adminSecret, authority: hub.hub.authority.current)
                let archive = folder + "/made.zip"
                let script = """
                    cd "$0" && zip -q -r made.zip photographs && mkdir n && cp photographs/*/biden-1.jpg n/1207.jpg
                    cp n/1207.jpg n/99.jpg && cp n/1207.jpg n/Joe.jpg && cd n && zip -q -r ../n.zip .
                    """
                #expect(try await Program.run("/bin/sh", ["-c", script, folder], within: 30).status == 0)
                #expect(PhotographArchive.isArchive(archive) && !PhotographArchive.isArchive(folder))
                let report = try await FolderEnrolment(archive, PhotographArchive.sources(in: archive), sections: [])
                    .run(client) { _ in }
                #expect(report.enrolled.map(\.name) == ["Barack Obama", "Barry", "Joe Biden"])
                #expect(report.withoutFace == ["Nobody"] && report.lines.count == 7)
                #expect(report.advice.count == 4)

                let known = try await hub.addPerson("Hunter", number: "1207")
                let numbers = try FolderEnrolment(
                    folder, PhotographArchive.sources(in: folder + "/n.zip"), sections: [])
                let named = try await numbers.run(client) { _ in }
                #expect(named.enrolled.first?.id == known && named.enrolled.map(\.name) == ["Hunter", "Joe"])
                #expect(named.withoutFace == ["99"])
                let why = try #require(named.lines.first { $0.person == "99" }?.photograph.reason)
                #expect(why.contains("nobody has the number 99"))
                #expect(try await numbers.run(client) { _ in }.known == ["1207", "Joe"])
            }
        }
    }

    @Test(arguments: [
        ("Ana/1.jpg", .name("Ana")), ("Ana 2.jpg", .name("Ana")), ("1207.jpg", .number("1207")),
        ("12/1207.jpg", .name("12")), ("a/b/1.jpg", nil), ("/1.jpg", nil), ("../1.jpg", nil), (".git/1.jpg", nil),
        ("Ana/1.txt", nil), ("Ana/._1.jpg", nil), ("-.jpg", nil), ("", nil),
    ] as [(String, PhotographSource.Subject?)])
    func whomAPathShows(path: String, subject: PhotographSource.Subject?) {
        #expect(PhotographSource.subject(of: path) == subject)
    }
}
