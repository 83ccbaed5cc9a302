import Defects
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
            .option("only", "NAME", "Only this defect.", default: ""),
        ],
        example: "./deploy/mutants"
    ) { arguments in
        guard Defect.areBuiltIn else {
            throw Failure(.unavailable, "This build has no defects", advice: "Run ./deploy/mutants.")
        }
        let first = UInt64(try arguments.integer("from", in: 0...Int.max - 10_000_000))
        let count = UInt64(try arguments.integer("seeds", in: 1...10_000_000))
        var missed: [String] = []
        let only = arguments.textIfGiven("only") ?? ""
        for defect in Defect.allCases where only.isEmpty || defect.rawValue == only {
            Defect.activate(defect)
            let found = try (first..<first + count).first { try !Campaign.live(seed: $0).violations.isEmpty }
            Defect.activate(nil)
            if let found {
                print("\(defect.rawValue): noticed after \(found - first + 1) seeds")
            } else {
                print("\(defect.rawValue): NOT noticed in \(count) seeds")
                missed.append(defect.rawValue)
            }
        }
        guard missed.isEmpty else {
            throw Failure(.dataError, "\(missed.count) defects went unnoticed: \(missed.joined(separator: ", "))")
        }
    }
}
