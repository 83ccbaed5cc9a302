import EdgeNodeCore
import Foundation
import Service

/// `rollcall-bench start`: how soon a node names somebody, and how much memory it takes.
enum StartCommand {
    static let command = Command(
        "start", "From the start of a node to its first identification, and its memory.",
        discussion: """
            Sets up a real hub and a real node, enrols the person of one photograph and N random samples (three to a
            person), stops the hub, and starts the node with a folder that holds another photograph of the person. The
            first start compiles the networks, the others find them compiled.
            """,
        options: [
            .option("enrol", "FILE", "Photograph of a person.", required: true),
            .option("search", "FILE", "Another photograph of the same person.", required: true),
            .option("samples", "N", "Random samples in the gallery.", default: "10000"),
            .option("starts", "N", "How often to start the node.", default: "4"),
            .option("hub", "FILE", "The program rollcall-hub; default: beside this one."),
            .option("edge", "FILE", "The program rollcall-edge; default: beside this one."),
            .flag("json", "The report as one line of JSON."),
        ],
        example: "rollcall-bench start --enrol ana1.jpg --search ana2.jpg"
    ) { arguments in
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let folder = FileManager.default.temporaryDirectory.path + "/rollcall-bench-" + UUID().uuidString
        try Folder.createPrivate(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let benchmark = StartBenchmark(
            hub: arguments.textIfGiven("hub") ?? own + "/rollcall-hub",
            edge: arguments.textIfGiven("edge") ?? own + "/rollcall-edge", folder: folder)
        let samples = try await benchmark.prepare(
            photograph: try arguments.text("enrol"), samples: arguments.integer("samples", in: 0...1_000_000))
        let starts = try benchmark.run(
            searched: try arguments.text("search"), starts: arguments.integer("starts", in: 2...100))
        let report = StartReport(samples: samples, starts: starts, machine: Machine.description)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
