import EdgeNodeCore
import Foundation
import Service

enum JoinCommand {
    static let command = Command(
        "join", "Makes this computer a node of a hub.",
        discussion: "The hub's operator makes a token for a room: rollcall-hub nodes token --room ROOM.",
        options: [
            .option("token", "TOKEN", "The token from the hub.", required: true),
            .option("name", "NAME", "What the node is called. Else this computer's name."),
            Standard.data,
        ],
        arguments: [.one("URL", "Address of the hub, such as http://hub.school.example:8080.")],
        example: "rollcall-edge join http://hub.school.example:8080 --token 7K2M-…"
    ) { arguments in
        let folder = Standard.folder(arguments)
        let identity = try await Joining.join(
            hub: arguments.positional("URL"), token: arguments.text("token"),
            name: arguments.textIfGiven("name") ?? ProcessInfo.processInfo.hostName, folder: folder)
        print("Joined \(identity.site) as node \"\(identity.node.name)\" in room \(identity.node.room).")
        print("Next: rollcall-edge run --data \(folder.path) --camera …")
    }
}
