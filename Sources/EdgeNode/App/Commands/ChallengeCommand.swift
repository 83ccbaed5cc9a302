import EdgeNodeCore
import Foundation
import Service

/// `rollcall-edge challenge`: what the people at the door are asked to do.
enum ChallengeCommand {
    /// How often the node is asked.
    private static let step = Duration.milliseconds(250)

    static let command = Command(
        "challenge", "What the people before the cameras are asked to do, so that they count.",
        discussion: """
            Needs "liveness": {"policy": "challenge"} in node.json and a running node. With "screen": PORT in it a
            browser on this computer shows the same at http://127.0.0.1:PORT.
            """,
        options: [
            .flag("watch", "Go on, with a line for each change, until it is interrupted."), Standard.json,
            Standard.data,
        ],
        example: "rollcall-edge challenge --watch"
    ) { arguments in
        let folder = Standard.folder(arguments)
        guard try NodeConfiguration.load(folder).liveness?.policy == .challenge else {
            throw Failure(
                .configuration, "Nobody is asked for anything: the policy of \"liveness\" is not \"challenge\"",
                advice: "Set \"liveness\": {\"policy\": \"challenge\"} in \(folder.configuration).")
        }
        let (watches, asJSON) = (arguments.flag("watch"), arguments.flag("json"))
        try await Standard.control(arguments) { control in
            guard control.isNodeRunning else {
                throw Failure(.unavailable, "No node is running", advice: "Start it: rollcall-edge run.")
            }
            var shown = try await control.challenges()
            try show(shown, asJSON: asJSON)
            while watches {
                try await Task.sleep(for: step)
                let new = try await control.challenges()
                if new != shown { try show(new, asJSON: asJSON) }
                shown = new
            }
        }
    }

    private static func show(_ list: ChallengeList, asJSON: Bool) throws {
        // Whoever reads it through a pipe reads it now.
        defer { fflush(nil) }
        if asJSON { return try Standard.printJSON(list) }
        print(list.items.isEmpty ? "Nobody is asked for anything." : list.items.map(\.text).joined(separator: "\n"))
    }
}
