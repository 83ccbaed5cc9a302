import EdgeNodeCore
import Foundation
import Service

/// `rollcall-bench sync`: what it costs to keep a node and its hub in step.
enum SyncCommand {
    static let command = Command(
        "sync", "Bytes on the wire and on the disk, and processor time, of a node and a hub in step.",
        discussion: """
            Starts a real hub and works a real node's outbox and roster against it over TLS, through a relay that counts
            the bytes of the TCP stream in both directions. Disk is pages in use; the hub's processor time is that of
            its process.
            """,
        options: [
            .option("events", "N", "Events for disk and processor time.", default: "10000"),
            .option("samples", "N", "Samples for feed and snapshot.", default: "10000"),
            .option("hub", "FILE", "The program rollcall-hub; default: beside this one."),
            .flag("json", "The report as one line of JSON."),
        ],
        example: "rollcall-bench sync --json"
    ) { arguments in
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let folder = FileManager.default.temporaryDirectory.path + "/rollcall-bench-" + UUID().uuidString
        try Folder.createPrivate(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let benchmark = try SyncBenchmark(
            hub: arguments.textIfGiven("hub") ?? own.deletingLastPathComponent().path + "/rollcall-hub", folder: folder)
        let report = try await benchmark.run(
            events: arguments.integer("events", in: 500...1_000_000),
            samples: arguments.integer("samples", in: 50...1_000_000))
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
