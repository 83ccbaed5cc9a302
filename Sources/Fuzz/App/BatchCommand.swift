import Foundation
import FuzzCore
import Service

/// `rollcall-fuzz batch`: what `run` starts; one process, without a net.
enum BatchCommand {
    static let command = Command(
        "batch", "Reads inputs in this process and prints what was wrong, as JSON. `run` starts this.",
        options: [
            .option("from", "N", "The first input.", default: "0"),
            .option("through", "N", "The one before which it ends.", required: true),
            FuzzArguments.seed, FuzzArguments.corpus,
            .option("current", "FILE", "Where to note the input that is being read.", required: true),
        ],
        arguments: [FuzzArguments.target],
        example: "rollcall-fuzz batch jpeg --through 1000 --current current"
    ) { arguments in
        let target = try FuzzArguments.target(arguments)
        let from = UInt64(try arguments.integer("from", in: 0...Int.max))
        let through = UInt64(try arguments.integer("through", in: 0...Int.max))
        let file = try arguments.text("current")
        guard from <= through, let current = CurrentInput(path: file, maximumBytes: target.maximumBytes) else {
            throw Failure(.cannotCreate, "\(file) cannot be made, or --from lies behind --through")
        }
        let batch = try FuzzBatch(
            target, seed: try FuzzArguments.seed(arguments),
            extra: try FuzzCampaign.extra(for: target.name, in: arguments.textIfGiven("corpus")))
        batch.run(from..<through, current: current) { finding in
            let line = try? JSONEncoder().encode(finding)
            FileHandle.standardOutput.write((line ?? Data()) + Data("\n".utf8))
        }
    }
}
