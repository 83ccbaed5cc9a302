import Attendance
import EdgeNodeCore
import Foundation
import Service
import Synchronization
import TestSupport
import Testing

struct FolderSourceTests {
    /// Lets a folder camera run until nothing is left, recording each file, or stopping the "process" before it records
    /// the `stopBefore`-th; gives the names in order.
    private func run(_ data: String, _ camera: String, stopBefore: Int? = nil) async throws -> [String] {
        let node = try await TestNode(path: data)
        let source = FolderSource(folder: camera, store: node.store, clock: node.clock, log: .silent)
        let queue = FrameQueue(overflow: source.overflow)
        let task = Task { try await source.run(into: queue) }
        var names: [String] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while !queue.isExhausted, ContinuousClock.now < deadline {
            let next = Task { try await queue.next() }
            let stopper = Task {
                while !queue.isExhausted { try await Task.sleep(for: .milliseconds(5)) }
                next.cancel()
            }
            defer { stopper.cancel() }
            guard case .frame(let frame)? = try? await next.value else { break }
            if names.count == stopBefore { break }
            var silence: RepeatSilence?
            try await node.recorder().record([], at: frame.at, file: frame.file, silence: &silence)
            names.append(frame.file?.name ?? "")
            queue.done()
        }
        task.cancel()
        _ = await task.result
        await node.store.close()
        return names
    }

    private func write(_ folder: String, _ names: [String], bytes: Int = 3) throws {
        for name in names {
            try Data(repeating: 1, count: bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
    }

    @Test func eachFileOnceInOrderOfNamesOverAllRuns() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let camera = path + "/camera"
            try FileManager.default.createDirectory(atPath: camera + "/folder.jpg", withIntermediateDirectories: true)
            try write(camera, ["3.jpg", "1.JPG", "2.png", "note.txt", ".hidden.jpg", "5.jpeg"])
            #expect(try await run(path + "/data", camera) == ["1.JPG", "2.png", "3.jpg", "5.jpeg"])
            #expect(try await run(path + "/data", camera) == [])
            try write(camera, ["4.jpg"])
            #expect(try await run(path + "/data", camera) == ["4.jpg"])
            // Another date alone is nothing new; other content is a new photograph.
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: camera + "/3.jpg")
            try write(camera, ["2.png"], bytes: 4)
            #expect(try await run(path + "/data", camera) == ["2.png"])
        }
    }

    @Test(arguments: 0..<6) func aStopAnywhereNeitherRepeatsNorSkips(stopBefore: Int) async throws {
        try await Fixtures.withTemporaryFolder { path in
            let camera = path + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            let names = (0..<6).map { "\($0).jpg" }
            try write(camera, names)
            let before = try await run(path + "/data", camera, stopBefore: stopBefore)
            let after = try await run(path + "/data", camera)
            #expect(before == Array(names[..<stopBefore]))
            #expect(before + after == names)
        }
    }

    /// A camera that writes slowly: its photograph is taken once, when it is whole, and never in parts with a double.
    @Test func aFileThatGrowsIsNotTakenTwiceForOneReading() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path + "/data")
            let camera = path + "/camera"
            try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
            let source = FolderSource(folder: camera, store: node.store, clock: node.clock, log: node.log)
            let queue = FrameQueue(overflow: source.overflow, limit: 1_000)
            try await whileRunning({ try await source.run(into: queue) }) {
                for length in 1...100 {
                    try write(camera, ["1.jpg"], bytes: length)
                    try await Task.sleep(for: .milliseconds(15))
                }
                try await eventually("the folder is quiet") {
                    try await Task.sleep(for: .milliseconds(1_100))
                    return true
                }
            }
            var sizes: [Int] = []
            while let item = try? await withTimeout({ try await queue.next() }) {
                guard case .frame(let frame) = item else { break }
                // What is remembered is what was read.
                #expect(frame.file.map { Int($0.size) } == frame.bytes.count)
                sizes.append(frame.bytes.count)
            }
            #expect(sizes.last == 100)
            #expect(Set(sizes).count == sizes.count)
            await node.store.close()
        }
    }

    private func withTimeout<T: Sendable>(_ body: @Sendable @escaping () async throws -> T) async throws -> T {
        let task = Task { try await body() }
        let timer = Task {
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
        }
        defer { timer.cancel() }
        return try await task.value
    }

    @Test func aFolderThatAppearsLaterIsReadThen() async throws {
        try await Fixtures.withTemporaryFolder { path in
            let node = try await TestNode(path: path + "/data")
            let camera = path + "/later"
            let source = FolderSource(folder: camera, store: node.store, clock: node.clock, log: node.log)
            let queue = FrameQueue(overflow: source.overflow)
            try await whileRunning({ try await source.run(into: queue) }) {
                try await eventually("its absence is logged") {
                    node.sink.messages().contains("The camera's folder cannot be read.")
                }
                try FileManager.default.createDirectory(atPath: camera, withIntermediateDirectories: true)
                try write(camera, ["1.jpg"])
                guard case .frame(let frame) = try await queue.next() else { return }
                #expect(frame.file?.name == "1.jpg")
            }
            await node.store.close()
        }
    }
}
