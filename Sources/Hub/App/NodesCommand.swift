import Foundation
import Glibc
import HubCore
import QRCode
import Service

enum NodesCommand {
    static let command = Command(
        "nodes", "Lists nodes, makes codes to join with, and decides who takes part.",
        subcommands: [list, token, approve, revoke, sections])

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
                .left("Name"), .left("Room"), .left("Holds"), .left("State"), .left("Link"), .left("Last seen"),
                .right("Operations"), .left("Id"),
            ])
            for node in nodes {
                table.add([
                    node.name, node.room.text, node.holds, node.state.rawValue + (node.isForked ? ", forked" : ""),
                    node.isOnline ? "online" : "offline",
                    node.lastSeenMilliseconds.map(calendar.text) ?? "", String(node.acceptedOperations),
                    node.id.description,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static let token = Command(
        "token", "Makes a code with which one node joins.",
        discussion: "The code holds a one-use token and the hash of this hub's authority, by which the node knows it.",
        options: [
            DataFolder.option, .option("room", "ROOM", "The room in which the node stands.", required: true),
            .option("minutes", "MINUTES", "How long the code is good for.", default: "15"),
            .flag("needs-approval", "The node waits until somebody approves it (rollcall-hub nodes approve)."),
            .flag("qr", "Draw the command as a QR code, also where the output is not a terminal."), DataFolder.json,
        ],
        example: "rollcall-hub nodes token --room B12"
    ) { arguments in
        let request = try TokenRequest(
            roomName: arguments.text("room"), minutes: arguments.integer("minutes", in: HubLimits.tokenMinutes),
            needsApproval: arguments.flag("needs-approval"))
        let (reply, address) = try await DataFolder.withHub(arguments) { hub in
            let reply: TokenReply = try await hub.post("/v1/nodes/tokens", request)
            return (reply, try DataFolder.folder(arguments).publicAddress())
        }
        if arguments.flag("json") { return try DataFolder.printJSON(reply) }
        let command = "rollcall-edge join \(address) --token \(reply.token)"
        print("At the node, within \(try arguments.text("minutes")) minutes:\n\n\(command)\n")
        if arguments.flag("qr") || isatty(STDOUT_FILENO) == 1, let code = QRCode(command) {
            print(code.terminalText)
        }
    }

    private static let named = [Positional.one("NODE", "Id of the node, or its name where no other has it.")]

    private static let approve = Command(
        "approve", "Lets a node take part that waits for it, was away too long, was revoked, or is marked as forked.",
        options: [DataFolder.option], arguments: named, example: "rollcall-hub nodes approve node-b12"
    ) { try await decide("approve", $0) }

    private static let revoke = Command(
        "revoke", "Sends a node away: it gets nothing any more, and what it still sends is put aside.",
        options: [DataFolder.option], arguments: named, example: "rollcall-hub nodes revoke node-b12"
    ) { try await decide("revoke", $0) }

    private static let sections = Command(
        "sections", "Says whose names and faces a node is to hold; it begins anew.",
        discussion: "A node that holds some sections only takes everybody else for unknown.",
        options: [
            DataFolder.option, .option("section", "SECTION", "A section that it holds.", repeats: true),
            .flag("everybody", "It holds the whole site (as at first)."),
        ],
        arguments: named, example: "rollcall-hub nodes sections node-b12 --section 7b --section 7c"
    ) { arguments in
        let names = arguments.texts("section")
        guard names.isEmpty == arguments.flag("everybody") else {
            throw Failure(.usage, "Whom is the node to hold?", advice: "Give --section, once or more, or --everybody.")
        }
        let request = try NodeSections(names: names)
        try await withNode(arguments) { hub, node in
            try await hub.put("/v1/nodes/\(node.id)/sections", request)
            print("\(node.name) in room \(node.room) holds \(request.holds).")
        }
    }

    private static func decide(_ decision: String, _ arguments: Arguments) async throws {
        try await withNode(arguments) { hub, node in
            try await hub.post("/v1/nodes/\(node.id)/\(decision)")
            print("\(node.name) in room \(node.room): \(decision == "approve" ? "active" : "revoked").")
        }
    }

    private static func withNode(
        _ arguments: Arguments, _ body: (HubClient, NodeView) async throws -> Void
    ) async throws {
        let wanted = try arguments.positional("NODE")
        try await DataFolder.withHub(arguments) { hub in
            let nodes: [NodeView] = try await hub.all("/v1/nodes")
            let found = nodes.filter { $0.id.description == wanted.lowercased() || $0.name == wanted }
            guard let node = found.first, found.count == 1 else {
                throw Failure(
                    .noInput, found.isEmpty ? "There is no node \(wanted)" : "Several nodes are named \(wanted)",
                    advice: "Give its id: rollcall-hub nodes list.")
            }
            try await body(hub, node)
        }
    }
}
