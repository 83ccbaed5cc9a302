import Archive
import Foundation
import TestSupport
import Testing

/// Archives that other programs made.
@Suite(.enabled(if: Fixtures.exists("/usr/bin/zip") && Fixtures.exists("/usr/bin/python3"), "needs zip and python3"))
struct ZIPArchiveTests {
    /// Runs zip in a folder with the given files.
    private func archive(
        _ files: [String: [UInt8]], _ options: [String] = [], in folder: String
    ) async throws -> String {
        for (name, bytes) in files {
            let path = URL(filePath: folder + "/files/" + name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: path)
        }
        let made = try await Program.run(
            "/bin/sh", ["-c", "cd \"$0/files\" && exec zip -q -r ../made.zip . \"$@\"", folder] + options, within: 30)
        #expect(made.status == 0, "\(made.errors)")
        return folder + "/made.zip"
    }

    static let files: [String: [UInt8]] = [
        "Ana Castillo/1.jpg": Array(repeating: 7, count: 200_000), "Ünal/é.png": [1, 2, 3], "1207.jpg": [],
    ]

    @Test(arguments: [["-9"], ["-0"]])
    func whatWasPutInComesOut(options: [String]) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = try await archive(Self.files, options, in: folder)
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            for archive in [try ZIPArchive(path: path), try ZIPArchive(bytes: bytes)] {
                let found = try archive.entries.map { ($0.name, try archive.read($0)) }
                #expect(Dictionary(uniqueKeysWithValues: found) == Self.files)
            }
        }
    }

    /// 100 MB of zeros in 100 kB, with headers that say 10 bytes.
    @Test func bytesAreCountedAsTheyComeOut() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = try await archive(["bomb.jpg": [UInt8](repeating: 0, count: 100 << 20)], ["-9"], in: folder)
            var lying = Array(try Data(contentsOf: URL(filePath: path)))
            #expect(lying.count < 200_000)
            let size = withUnsafeBytes(of: UInt32(100 << 20).littleEndian) { Array($0) }
            for index in lying.indices.dropLast(4) where Array(lying[index..<index + 4]) == size {
                lying.replaceSubrange(index..<index + 4, with: [10, 0, 0, 0])
            }
            for archive in [try ZIPArchive(path: path), try ZIPArchive(bytes: lying)] {
                let error = #expect(throws: ZIPError.self) { try archive.read(archive.entries[0]) }
                #expect(error?.description == "has more than 33554432 bytes" || error?.description == "is damaged")
            }
        }
    }

    @Test func allEntriesTogetherHaveALimit() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = try await archive(["a": [1, 2, 3], "b": [4, 5, 6]], in: folder)
            var limits = ZIPLimits()
            limits.maximumTotalBytes = 5
            let archive = try ZIPArchive(path: path, limits: limits)
            #expect(try archive.read(archive.entries[0]).count == 3)
            #expect(throws: ZIPError.self) { try archive.read(archive.entries[1]) }
            limits.maximumEntries = 1
            #expect(throws: ZIPError.self) { try ZIPArchive(path: path, limits: limits) }
        }
    }

    @Test func anEncryptedOrDamagedEntryIsNotTheEndOfTheOthers() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let locked = try ZIPArchive(path: try await archive(["a.jpg": [1, 2, 3]], ["-P", "secret"], in: folder))
            let error = #expect(throws: ZIPError.self) { try locked.read(locked.entries[0]) }
            #expect(error?.description.contains("encrypted") == true)
        }
        try await Fixtures.withTemporaryFolder { folder in
            let path = try await archive(["a.jpg": [1, 2, 3, 4], "b.jpg": [5, 6, 7, 8]], ["-0"], in: folder)
            var bytes = Array(try Data(contentsOf: URL(filePath: path)))
            let place = try #require(bytes.indices.dropLast(4).first { Array(bytes[$0..<$0 + 4]) == [1, 2, 3, 4] })
            bytes[place] = 9
            let archive = try ZIPArchive(bytes: bytes)
            for entry in archive.entries {
                if entry.name == "a.jpg" {
                    #expect(throws: ZIPError.self) { try archive.read(entry) }
                } else {
                    #expect(try archive.read(entry) == [5, 6, 7, 8])
                }
            }
        }
    }

    @Test func whatIsNoArchiveIsRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for path in [folder, folder + "/none.zip"] {
                #expect(throws: ZIPError.self) { try ZIPArchive(path: path) }
            }
            for bytes in [Array("hello".utf8), [0x50, 0x4B, 3, 4]] as [[UInt8]] {
                #expect(throws: ZIPError.self) { try ZIPArchive(bytes: bytes) }
            }
            // libzip takes an empty file for an archive of nothing.
            let empty = try ZIPArchive(bytes: [])
            #expect(empty.entries.isEmpty)
        }
    }
}
