import Foundation
import Service
import TestSupport
import Testing

struct FilesTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func aPrivateFileIsReplacedAsAWhole() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/secret"
            try PrivateFile.write(path, [1, 2, 3])
            try PrivateFile.write(path, [4])
            #expect(try PrivateFile.read(path, maximumBytes: 1) == [4])
            #expect(try mode(path) == 0o600)
            #expect(try Folder.files(in: folder) == [path])
            let large = [UInt8](repeating: 9, count: 1 << 20)
            try PrivateFile.write(path, large)
            #expect(try PrivateFile.read(path, maximumBytes: large.count) == large)
            #expect(throws: FileError.self) { try PrivateFile.read(path, maximumBytes: large.count - 1) }
        }
    }

    @Test func whatAnInterruptedWriteLeftDoesNotDisturb() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let path = folder + "/secret"
            try Data([9, 9]).write(to: URL(fileURLWithPath: path + ".new"))
            try PrivateFile.write(path, [1])
            #expect(try PrivateFile.read(path, maximumBytes: 9) == [1])
            #expect(!Fixtures.exists(path + ".new"))
        }
    }

    @Test func errorsSayWhatAndWhere() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let error = #expect(throws: FileError.self) {
                try PrivateFile.read(folder + "/no", maximumBytes: 9)
            }
            #expect(error?.isMissing == true && error?.exitCode == .noInput)
            #expect(
                error?.description
                    == "Could not read \(folder)/no: No such file or directory. Check that it exists.")
            #expect(throws: FileError.self) { try PrivateFile.write(folder + "/no/file", [1]) }
            #expect(throws: FileError.self) { try Folder.files(in: folder + "/no") }
        }
    }

    @Test func foldersAreMadeForTheirOwnerAlone() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Folder.createPrivate(folder + "/a/b/c")
            try Folder.createPrivate(folder + "/a/b/c")
            for path in ["/a", "/a/b", "/a/b/c"] { #expect(try mode(folder + path) == 0o700) }
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            #expect(throws: FileError.self) { try Folder.createPrivate(folder + "/file") }
            #expect(throws: FileError.self) { try Folder.createPrivate(folder + "/file/below") }
            #expect(try Folder.freeBytes(folder) > 0)
            #expect(throws: FileError.self) { try Folder.freeBytes(folder + "/none") }
        }
    }

    @Test func filesComeSortedWithoutFoldersAndHiddenOnes() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for name in ["b.jpg", "a.jpg", ".hidden"] {
                try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
            }
            try Folder.createPrivate(folder + "/inner")
            #expect(try Folder.files(in: folder) == [folder + "/a.jpg", folder + "/b.jpg"])
        }
    }

    @Test func aFolderHasOneOwner() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            do {
                let first = try FolderLock(folder: folder, owner: "rollcall-edge")
                let error = #expect(throws: Failure.self) {
                    try FolderLock(folder: folder, owner: "rollcall-edge")
                }
                #expect(error?.message == "Another rollcall-edge uses the data folder \(folder)")
                withExtendedLifetime(first) {}
            }
            _ = try FolderLock(folder: folder, owner: "rollcall-edge")
        }
    }
}
