import Crypto
import FoundationEssentials
import Glibc
import Service
import Vision

/// The photographs of a folder, each exactly once over all runs: in order of their names, those that appear later,
/// later. A file that gets new content is a new photograph. Names that begin with a dot, and other endings than
/// .jpg, .jpeg and .png, are left alone.
package struct FolderSource: FrameSource {
    private let folder: String
    private let store: NodeStore
    private let clock: NodeClock
    private let log: Log

    package var isStill: Bool { true }
    package var overflow: FrameQueue.Overflow { .wait }

    private static let endings = [".jpg", ".jpeg", ".png"]

    package init(folder: String, store: NodeStore, clock: NodeClock, log: Log) {
        self.folder = folder
        self.store = store
        self.clock = clock
        self.log = log
    }

    package func run(into queue: FrameQueue) async throws {
        let folder = folder
        var seen = try await store.read { try SeenFile.all(of: folder, in: $0) }
        let trouble = RepeatedErrorLog(log: log)
        while true {
            try Task.checkCancellation()
            do {
                let new = try Self.files(in: folder).filter { seen[$0.name]?.looksLike($0) != true }
                trouble.recovered("The camera's folder can be read again.")
                queue.setIdle(new.isEmpty)
                for file in new {
                    // In memory from here on, so that this run takes it once; on the disk only with what it showed.
                    seen[file.name] = try await give(file, unless: seen[file.name], to: queue) ?? seen[file.name]
                }
            } catch let error as Failure {
                trouble.failed("The camera's folder cannot be read.", error)
            }
            try await Task.sleep(for: .milliseconds(EdgeLimits.folderScanMilliseconds))
        }
    }

    /// Puts the file into the queue unless it holds what `known` held, and gives what to remember of it; nil when it is
    /// still being written, so that the next look at the folder finds it again.
    private func give(_ file: SeenFile, unless known: SeenFile?, to queue: FrameQueue) async throws -> SeenFile? {
        let path = file.folder + "/" + file.name
        guard file.size <= ImageLimits().maximumBytes, let data = FileManager.default.contents(atPath: path) else {
            log.error("A photograph cannot be read.", ["file": file.name, "bytes": file.size])
            // Forgotten in the next run: permissions may be put right by then.
            return file
        }
        guard data.count == file.size, Self.describe(folder: file.folder, name: file.name) == file else { return nil }
        var read = file
        let bytes = Array(data)
        read.digest = SHA256.hash(bytes)
        if known?.digest != read.digest {
            try await queue.put(.frame(Frame(bytes: bytes, at: clock.evidence(), file: read)))
        }
        return read
    }

    /// The photographs in the folder, in order of their names. Throws `Failure` when it cannot be listed.
    static func files(in folder: String) throws -> [SeenFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure(.noInput, "The folder \(folder) cannot be listed", advice: "Check that it is there.")
        }
        return names.sorted().compactMap { name in
            guard !name.hasPrefix("."), endings.contains(where: name.lowercased().hasSuffix) else { return nil }
            return describe(folder: folder, name: name)
        }
    }

    /// Nil for what is not a regular file.
    static func describe(folder: String, name: String) -> SeenFile? {
        var status = stat()
        guard stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return SeenFile(
            folder: folder, name: name, size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }
}
