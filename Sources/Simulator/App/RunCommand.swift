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
            .flag("twice", "Every seed two times, which have to be equal."),
        ],
        example: "rollcall-sim run --seed 42 --trace"
    ) { arguments in
        if let seed = try arguments.integerIfGiven("seed", in: 0...Int.max) {
            try look(at: UInt64(seed), isTraced: arguments.flag("trace"))
            return
        }
        let first = UInt64(try arguments.integer("from", in: 0...Int.max - 10_000_000))
        let count = UInt64(try arguments.integer("seeds", in: 1...10_000_000))
        try await many(first..<first + count, isTwice: arguments.flag("twice"))
    }

    private static func look(at seed: UInt64, isTraced: Bool) throws {
        let result = try Campaign.live(seed: seed, isTraced: isTraced)
        result.lines.forEach { print($0) }
        result.violations.forEach { print("broken: \($0)") }
        print("seed \(seed): \(result.events) events, trace \(String(result.hash, radix: 16))")
        if !result.violations.isEmpty { throw Failure(.dataError, "Seed \(seed) broke a promise") }
    }

    private static func many(_ seeds: Range<UInt64>, isTwice: Bool) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var broken = 0, events = 0
        var milliseconds: Int64 = 0
        try await Campaign.run(seeds, lanes: ProcessInfo.processInfo.activeProcessorCount, isTwice: isTwice) { result in
            events += result.events
            milliseconds += result.virtualMilliseconds
            broken += result.violations.isEmpty ? 0 : 1
            result.violations.prefix(3).forEach { print("seed \(result.seed): \($0)") }
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
