import Dispatch
import Foundation
import Service

/// A real `rollcall-edge run`, followed by its log.
final class NodeChild {
    private let program: String
    private let process = Process()
    private let log = Pipe()

    /// In the log when somebody was recognised and the event is recorded.
    private static let identification = Data("\"kind\":\"identification\"".utf8)
    /// Most time to wait for it.
    private static let patience = DispatchTimeInterval.seconds(60)

    init(program: String, data: String, camera: String) {
        self.program = program
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["run", "--data", data, "--camera", "folder:" + camera]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = log
    }

    /// Starts it, waits until it has recorded an identification, looks at its memory and ends it. Throws `Failure`.
    func firstIdentification() throws -> StartReport.Start {
        let clock = ContinuousClock()
        let start = clock.now
        try process.run()
        let giveUp = DispatchWorkItem { [process] in process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: giveUp)
        defer {
            giveUp.cancel()
            process.terminate()
            process.waitUntilExit()
        }
        var text = Data()
        while text.range(of: Self.identification) == nil {
            let more = log.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failure(
                    .unavailable, "\(program) named nobody",
                    advice: "Its log: " + String(decoding: text.suffix(2_000), as: UTF8.self))
            }
            text += more
        }
        let spent = (clock.now - start) / .milliseconds(1)
        guard let memory = ProcessMemory(of: process.processIdentifier) else {
            throw Failure(.osError, "The memory of \(program) cannot be read")
        }
        return StartReport.Start(
            identificationMs: spent, peakMib: ProcessMemory.mebibytes(memory.peak),
            residentMib: ProcessMemory.mebibytes(memory.resident))
    }
}
