import Foundation
import HubCore
import Service

enum UnknownCommand {
    static let command = Command(
        "unknown", "Lists unknown faces that nodes saw.",
        discussion: "An unknown face is named at the node that saw it: rollcall-edge unknown label ID --name NAME.",
        options: [
            DataFolder.option, .option("from", "DAY", "First day, such as 2026-03-01."),
            .option("to", "DAY", "Last day."), DataFolder.json,
        ],
        example: "rollcall-hub unknown --from 2026-03-01"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let faces: [UnknownFaceView] = try await hub.all("/v1/unknown", [
                ("from", arguments.textIfGiven("from")), ("to", arguments.textIfGiven("to")),
            ])
            if arguments.flag("json") { return try DataFolder.printJSON(faces) }
            guard !faces.isEmpty else { return print("No unknown faces.") }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([
                .left("Face"), .left("Node"), .left("Room"), .right("Sightings"), .left("First seen"),
                .left("Last seen"),
            ])
            for face in faces {
                table.add([
                    face.face.description, face.nodeName, face.room.text, String(face.count),
                    calendar.text(at: face.firstSeenMilliseconds), calendar.text(at: face.lastSeenMilliseconds),
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }
}
