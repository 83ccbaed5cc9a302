import Foundation
import Service
import TestSupport
import Testing

@Suite("Photographs on disk")
struct PhotographFileTests {
    @Test(
        "Names of photographs",
        arguments: [
            ("a.jpg", true), ("A.JPEG", true), ("b.png", true), ("d.pgm", true), (".hidden.jpg", false),
            ("c.gif", false), ("jpg", false),
        ])
    func names(name: String, isPhotograph: Bool) {
        #expect(PhotographFile.hasImageName(name) == isPhotograph)
    }

    @Test(
        "A person's label in a file name",
        arguments: [
            ("anna.jpg", "anna"), ("anna-2.jpg", "anna"), ("Anna_Berg_0012.png", "Anna_Berg"),
            ("anna 3.jpeg", "anna"),
            ("a.b-1.jpg", "a.b"), ("0012.jpg", nil),
        ])
    func labels(name: String, label: String?) {
        #expect(PhotographFolder.label(ofFile: name) == label)
    }

    @Test("Sub-folders and files become people")
    func folder() async throws {
        try await Fixtures.withTemporaryFolder { path in
            try FileManager.default.createDirectory(atPath: path + "/Anna", withIntermediateDirectories: true)
            for name in ["Anna/1.jpg", "Anna/2.png", "Anna/notes.txt", "bo-1.jpg", "bo-2.jpg", "readme.md"] {
                try Data([1]).write(to: URL(filePath: path + "/" + name))
            }
            let photographs = PhotographFolder.photographs(in: path)
            #expect(photographs.map(\.label) == ["Anna", "Anna", "bo", "bo"])
            #expect(
                photographs.map { String($0.path.dropFirst(path.count)) } == [
                    "/Anna/1.jpg", "/Anna/2.png", "/bo-1.jpg", "/bo-2.jpg",
                ])
        }
    }

    @Test("Whole files come back; folders, pipes, missing and large files are refused at once")
    func reading() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
            try Data(bytes).write(to: URL(filePath: path + "/a"))
            #expect(try PhotographFile.read(path + "/a") == bytes)
            try Data().write(to: URL(filePath: path + "/empty"))
            #expect(try PhotographFile.read(path + "/empty") == [])
            #expect(mkfifo(path + "/pipe", 0o600) == 0)
            for bad in [path, path + "/none", path + "/pipe"] {
                #expect(throws: (any Error).self) { try PhotographFile.read(bad) }
            }
            #expect(throws: (any Error).self) { try PhotographFile.read(path + "/a", maximumBytes: 99_999) }
        }
    }
}
