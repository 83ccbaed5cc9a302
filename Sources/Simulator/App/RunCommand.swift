import Foundation
import Service
import SimulatorCore

/// `rollcall-sim run`: many seeds, or one that is looked at.
enum RunCommand {
    static let command = Command(
        "run", "Lives through seeds and checks every promise; ends with an error where one was broken.",
        options: [
            .option("seeds", "N", "How many seeds.", default: "300"),
            .option("from", "S", "The first seed.", default: "1"),
            .option("seed", "X", "Only this one."),
            .flag("trace", "With --seed: everything that happens, line by line."),
            .option(
                "edition", "N", "What worlds can have in them (docs/SIMULATOR.md).",
                default: "\(Edition.present.rawValue)"),
            .flag("hubs", "Hubs that follow one another, in place of a hub and its nodes."),
            .flag("twice", "Every seed two times, which have to be equal."),
        ],
        example: "rollcall-sim run --seed 42 --trace"
    ) { arguments in
        let number = try arguments.integer("edition", in: 1...Edition.present.rawValue)
        let subject = arguments.flag("hubs") ? Campaign.Subject.hubs : .site(Edition(rawValue: number) ?? .present)
        if let seed = try arguments.integerIfGiven("seed", in: 0...Int.max) {
            try look(at: UInt64(seed), subject, isTraced: arguments.flag("trace"))
            return
        }
        let first = UInt64(try arguments.integer("from", in: 0...Int.max - 10_000_000))
        let count = UInt64(try arguments.integer("seeds", in: 1...10_000_000))
        try await many(first..<first + count, subject, isTwice: arguments.flag("twice"))
    }

    private static func look(at seed: UInt64, _ subject: Campaign.Subject, isTraced: Bool) throws {
        let result = try Campaign.live(subject, seed: seed, isTraced: isTraced)
        result.lines.forEach { print($0) }
        result.violations.forEach { print("broken: \($0)") }
        print("seed \(seed): \(result.events) events, trace \(String(result.hash, radix: 16))")
        if !result.violations.isEmpty { throw Failure(.dataError, "Seed \(seed) broke a promise") }
    }

    private static func many(_ seeds: Range<UInt64>, _ subject: Campaign.Subject, isTwice: Bool) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var broken = 0, events = 0
        var milliseconds: Int64 = 0
        let lanes = ProcessInfo.processInfo.activeProcessorCount
        try await Campaign.run(seeds, of: subject, lanes: lanes, isTwice: isTwice) { result in
            events += result.events
            milliseconds += result.virtualMilliseconds
            broken += result.violations.isEmpty ? 0 : 1
            result.violations.prefix(3).forEach { print("seed \(result.seed): \($0)") }
            fflush(nil)
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let years = Double(milliseconds) / 31_557_600_000
        print(
            "\(seeds.count) seeds, \(broken) broken; \(events) events in \(rounded(years)) virtual years; "
                + "\(rounded(Double(seeds.count) / seconds)) seeds/s")
        guard broken == 0 else {
            throw Failure(
                .dataError, "\(broken) of \(seeds.count) seeds broke a promise",
                advice: "Look at one: rollcall-sim run --seed X --trace.")
        }
    }

    private static func rounded(_ number: Double) -> String { String(format: "%.1f", number) }
}
