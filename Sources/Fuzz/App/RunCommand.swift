import Foundation
import FuzzCore
import Service

/// `rollcall-fuzz run`: many inputs, in processes that may crash.
enum RunCommand {
    static let command = Command(
        "run", "Gives a target many inputs; ends with an error where it crashed, took over 1 s or grew by 256 MiB.",
        options: [
            .option("inputs", "N", "How many inputs; 0: as many as the short run takes.", default: "1000000"),
            FuzzArguments.seed, FuzzArguments.corpus,
            .option("save", "DIR", "Where inputs go on which something was wrong.", default: ".build/fuzz-found"),
        ],
        arguments: [FuzzArguments.target],
        example: "rollcall-fuzz run jpeg --inputs 1000000 --corpus Tests/FuzzTests/Resources"
    ) { arguments in
        let target = try FuzzArguments.target(arguments)
        let wanted = UInt64(try arguments.integer("inputs", in: 0...Int.max))
        let inputs = wanted == 0 ? target.shortRun : wanted
        let campaign = FuzzCampaign(
            target, seed: try FuzzArguments.seed(arguments), corpus: arguments.textIfGiven("corpus"),
            save: try arguments.text("save"))
        let clock = ContinuousClock()
        let start = clock.now
        let (findings, read) = try campaign.run(inputs: inputs) { finding, file in
            guard !target.isContained else { return }
            say("\(target.name): \(finding.kind.rawValue) (\(finding.detail)) on input \(finding.index): \(file)")
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let rate = Int(Double(read) / max(seconds, 0.001))
        let outcome = target.isContained
            ? "\(findings.count) too much for the library, which is read in a process of its own (docs/THREATS.md)"
            : "\(findings.count) findings"
        say("\(target.name): \(read) inputs, \(outcome), \(Int(seconds)) s, \(rate)/s")
        guard findings.isEmpty || target.isContained else {
            throw Failure(
                .dataError, "\(findings.count) inputs of \(target.name) were too much",
                advice: "Look at one: rollcall-fuzz replay \(target.name) FILE.")
        }
    }

    /// At once, also into a file.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
