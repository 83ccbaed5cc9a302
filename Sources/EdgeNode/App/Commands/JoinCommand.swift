import EdgeNodeCore
import Foundation
import Service

enum JoinCommand {
    static let command = Command(
        "join", "Makes this computer a node of a hub.",
        discussion: "The hub's operator makes a code for a room: rollcall-hub nodes token --room ROOM.",
        options: [
            .option("token", "CODE", "The join code from the hub.", required: true),
            .option("name", "NAME", "What the node is called. Else this computer's name."),
            .flag("again", "With a folder that joined before: keeps what it recorded, and gets a fresh key."),
            Standard.data,
        ],
        arguments: [.one("URL", "Address of the hub, such as https://hub.school.example:8080.")],
        example: "rollcall-edge join https://hub.school.example:8080 --token 7K2M-…"
    ) { arguments in
        let folder = Standard.folder(arguments)
        let outcome = try await Joining.join(
            hub: arguments.positional("URL"), code: arguments.text("token"),
            name: arguments.textIfGiven("name") ?? ProcessInfo.processInfo.hostName, folder: folder,
            again: arguments.flag("again"))
        let identity = outcome.identity
        print("Joined \(identity.site) as node \"\(identity.node.name)\" in room \(identity.node.room).")
        if outcome.needsApproval {
            print("It waits for approval. At the hub: rollcall-hub nodes approve \(identity.node.id)")
        }
        print("Next: rollcall-edge run --data \(folder.path) --camera …")
    }
}
