import Attendance
import EdgeNodeCore
import Foundation
import TestSupport
import Testing

struct LabelledTracksTests {
    @Test func filesAndFoldersOfAPersonAreTracks() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for file in ["1207/b.jpg", "1207/a.PNG", "1207/walk/2.jpg", "1207/walk/1.jpg", "1207/walk/notes.txt",
                         "1207/.hidden.jpg", "1208/readme.txt", "1209/empty/readme.txt", "stray.jpg"] {
                let path = folder + "/" + file
                try FileManager.default.createDirectory(
                    atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
                try Data([1]).write(to: URL(filePath: path))
            }
            let tracks = try LabelledTracks(folder: folder).tracks
            #expect(tracks.map(\.name) == ["1207/a.PNG", "1207/b.jpg", "1207/walk"])
            #expect(tracks.map(\.label) == ["1207", "1207", "1207"])
            #expect(tracks[2].frames == [folder + "/1207/walk/1.jpg", folder + "/1207/walk/2.jpg"])
            #expect(throws: EvaluationError.self) { try LabelledTracks(folder: folder + "/1208") }
            #expect(throws: EvaluationError.self) { try LabelledTracks(folder: folder + "/none") }
        }
    }

    @Test func aLabelIsAnIdANumberOrANameOfOne() {
        let ids = (1...3).map(SiteMeasurementTests.person)
        let labels = RosterLabels([
            (ids[0], "Ana", "7"), (ids[1], "Ben", nil), (ids[2], "Ben", "9"),
        ])
        #expect(labels.person("Ana") == ids[0] && labels.person("7") == ids[0])
        #expect(labels.person("Ben") == nil && labels.isAmbiguous("Ben") && labels.person("9") == ids[2])
        #expect(labels.person(ids[1].description) == ids[1])
        #expect(labels.person("Chi") == nil && !labels.isAmbiguous("Chi"))
    }

    @Test func groupsAreReadAndMistakesNamed() throws {
        let text = "person,group\n7,under 12\n\"Silva, Ana\",adult\nBen, Jr.,adult\n"
        let groups = try PersonGroups(parsing: text, name: "g")
        #expect(groups.groups == ["7": "under 12", "Silva, Ana": "adult", "Ben, Jr.": "adult"])
        for (text, line) in [("name,group\n", 1), ("person,group\n7\n", 2), ("person,group\n7,a\n8,\n", 3), ("", 1)] {
            let error = #expect(throws: EvaluationError.self) { try PersonGroups(parsing: text, name: "g.csv") }
            #expect(error?.message.hasPrefix("g.csv, line \(line):") == true)
        }
    }
}
