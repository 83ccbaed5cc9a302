import EdgeNodeCore
import Service

enum OutboxCommand {
    static let command = Command(
        "outbox", "What waits to be sent to the hub.", subcommands: [status])

    private static let status = Command(
        "status", "How the node and its outbox are doing.", options: [Standard.json, Standard.data]
    ) { arguments in
        let status = try await Standard.control(arguments) { try await $0.status() }
        if arguments.flag("json") { return try Standard.printJSON(status) }
        let hub = status.hubAnswers.map { $0 ? "answers" : "does not answer" } ?? "not asked; the node does not run"
        print("Node      \(status.name), room \(status.room), \(status.site)")
        print("Hub       \(status.hub) (\(hub))")
        if let problem = status.hubProblem { print("          \(problem)") }
        let oldest = status.outbox.oldestPendingMilliseconds.map { ", oldest from \(Edge.utc(milliseconds: $0)) UTC" }
        print("Outbox    \(status.outbox.recorded) recorded, \(status.outbox.acknowledged) acknowledged, "
            + "\(status.outbox.pending) pending\(oldest ?? "")")
        print("Gallery   generation \(status.galleryGeneration): \(status.samples) samples of \(status.people) people")
        print("Lease     " + (status.galleryLease.problem ?? "people are recognised for "
            + "\(status.galleryLease.remainingMilliseconds / 86_400_000) more days without the hub"))
        if let problem = status.modelProblem { print("Model     \(problem)") }
        print("Unknown   \(status.unknownFaces) faces")
        for camera in status.cameras {
            print("Camera    \(camera.name): \(camera.frames) frames, \(camera.events) events, "
                + "\(camera.dropped) dropped, \(camera.unreadable) unreadable")
        }
        if let problem = status.diskProblem { print("Disk      \(problem)") }
        if !status.clockIsPlausible { print("Clock     was never set") }
    }
}
