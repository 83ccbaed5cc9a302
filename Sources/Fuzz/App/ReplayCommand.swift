import Foundation
import FuzzCore
import Service

/// `rollcall-fuzz replay`: one input, to look at what happens.
enum ReplayCommand {
    static let command = Command(
        "replay", "Gives a target one file.", options: [],
        arguments: [FuzzArguments.target, .one("FILE", "The input.")],
        example: "rollcall-fuzz replay jpeg .build/fuzz-found/jpeg-crash-1-77"
    ) { arguments in
        let file = try arguments.positional("FILE")
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure(.noInput, "\(file) cannot be read")
        }
        let clock = ContinuousClock()
        let read = try FuzzArguments.target(arguments).reader()
        let before = FuzzBatch.peakBytes()
        let start = clock.now
        let isUnderstood = read(Array(bytes))
        let milliseconds = start.duration(to: clock.now) / .milliseconds(1)
        let growth = (FuzzBatch.peakBytes() - before) >> 20
        print("\(isUnderstood ? "understood" : "refused"), \(Int(milliseconds)) ms, \(growth) MiB more")
    }
}
