import Foundation
import HubCore
import Service

enum StatusCommand {
    static let command = Command(
        "status", "Shows how the hub is, and what an operator has to look at.",
        discussion: "Ends with status 1 where there is something to look at, for scripts.",
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub status"
    ) { arguments in
        let status: StatusView = try await DataFolder.withHub(arguments) { try await $0.get("/v1/status") }
        if arguments.flag("json") {
            try DataFolder.printJSON(status)
        } else {
            print("""
                \(status.site), release \(status.version): \(status.people) people, \(status.nodes) nodes, \
                \(status.events) events, feed position \(status.feedPosition).
                """)
        }
        guard !status.alarms.isEmpty else { return }
        throw Failure(.failure, status.alarms.map(\.message).joined(separator: " "))
    }
}
