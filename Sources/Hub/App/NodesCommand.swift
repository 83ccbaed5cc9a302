import Foundation
import HubCore
import Service

enum NodesCommand {
    static let command = Command(
        "nodes", "Lists nodes and makes tokens with which new ones join.", subcommands: [list, token])

    private static let list = Command(
        "list", "Lists nodes in the order in which they joined.",
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub nodes list"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let nodes: [NodeView] = try await hub.all("/v1/nodes")
            if arguments.flag("json") { return try DataFolder.printJSON(nodes) }
            guard !nodes.isEmpty else {
                return print("No nodes. Let one join: rollcall-hub nodes token --room ROOM")
            }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([
                .left("Name"), .left("Room"), .left("State"), .left("Last seen"), .right("Operations"), .left("Id"),
            ])
            for node in nodes {
                table.add([
                    node.name, node.room.text, node.isOnline ? "online" : "offline",
                    node.lastSeenMilliseconds.map(calendar.text) ?? "", String(node.acceptedOperations),
                    node.id.description,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static let token = Command(
        "token", "Makes a token with which one node joins.",
        options: [
            DataFolder.option, .option("room", "ROOM", "The room in which the node stands.", required: true),
            .option("minutes", "MINUTES", "How long the token is good for.", default: "15"), DataFolder.json,
        ],
        example: "rollcall-hub nodes token --room B12"
    ) { arguments in
        let request = try TokenRequest(
            roomName: arguments.text("room"), minutes: arguments.integer("minutes", in: HubLimits.tokenMinutes))
        let reply: TokenReply = try await DataFolder.withHub(arguments) {
            try await $0.post("/v1/nodes/tokens", request)
        }
        if arguments.flag("json") { return try DataFolder.printJSON(reply) }
        print(reply.token)
    }
}
