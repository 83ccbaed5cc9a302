import Defects
import Foundation
import Service
import SimulatorCore

/// `rollcall-sim mutants`: would the simulator notice?
enum MutantsCommand {
    static let command = Command(
        "mutants", "Switches deliberate defects on, one at a time, and lives through seeds until each is noticed.",
        discussion: "Only in a build for it: ./deploy/mutants makes one.",
        options: [
            .option("seeds", "N", "Give a defect up after so many seeds.", default: "2000"),
            .option("from", "S", "The first seed.", default: "1"),
            .option("only", "NAMES", "Only these defects, with commas between them.", default: ""),
            .flag("list", "Print the names of all defects, and end."),
        ],
        example: "./deploy/mutants"
    ) { arguments in
        if arguments.flag("list") { return Defect.allCases.forEach { print($0.rawValue) } }
        guard Defect.areBuiltIn else {
            throw Failure(.unavailable, "This build has no defects", advice: "Run ./deploy/mutants.")
        }
        let first = UInt64(try arguments.integer("from", in: 0...Int.max - 10_000_000))
        let count = UInt64(try arguments.integer("seeds", in: 1...10_000_000))
        var missed: [String] = []
        let only = try (arguments.textIfGiven("only") ?? "").split(separator: ",").map { name in
            guard let defect = Defect(rawValue: String(name)) else {
                throw Failure(.usage, "There is no defect \(name)", advice: "See rollcall-sim mutants --list.")
            }
            return defect
        }
        for defect in only.isEmpty ? Defect.allCases : only {
            Defect.activate(defect)
            let found = try await firstBroken(first..<first + count)
            Defect.activate(nil)
            if let found, try !Campaign.live(seed: found.seed).violations.isEmpty {
                throw Failure(
                    .dataError, "Seed \(found.seed) breaks a promise without any defect, too",
                    advice: "Look at it: rollcall-sim run --seed \(found.seed) --trace")
            }
            if let found {
                print("\(defect.rawValue): noticed after \(found.seed - first + 1) seeds (\(found.violations[0]))")
            } else {
                print("\(defect.rawValue): NOT noticed in \(count) seeds")
                missed.append(defect.rawValue)
            }
            fflush(nil)
        }
        guard missed.isEmpty else {
            throw Failure(.dataError, "\(missed.count) defects went unnoticed: \(missed.joined(separator: ", "))")
        }
    }

    /// Seeds that are begun before one of them is looked at.
    private static let step: UInt64 = 8

    private static func firstBroken(_ seeds: Range<UInt64>) async throws -> Campaign.Result? {
        var start = seeds.lowerBound
        while start < seeds.upperBound {
            let end = min(start + step, seeds.upperBound)
            var found: Campaign.Result?
            try await Campaign.run(
                start..<end, lanes: ProcessInfo.processInfo.activeProcessorCount, isTwice: false
            ) { result in
                if found == nil, !result.violations.isEmpty { found = result }
            }
            if let found { return found }
            start = end
        }
        return nil
    }
}
