import EdgeNodeCore
import Service

enum UnknownCommand {
    static let command = Command(
        "unknown", "Faces that were seen and that nobody enrolled explains.", subcommands: [list, label])

    private static let list = Command(
        "list", "Lists unknown faces, the latest first.",
        options: [
            .option("crops", "DIR", "Write the photographs that were kept to this folder, as FACE.jpg."),
            Standard.json, Standard.data,
        ]
    ) { arguments in
        let crops = arguments.textIfGiven("crops")
        let faces = try await Standard.control(arguments) { control in
            let faces = try await control.unknownFaces()
            for face in faces where crops != nil && face.hasCrop {
                try Edge.write(try await control.crop(of: face.id), folder: crops!, name: "\(face.id).jpg")
            }
            return faces
        }
        if arguments.flag("json") { return try Standard.printJSON(faces) }
        var table = Table([
            .left("Face"), .right("Sightings"), .left("Last seen (UTC)"), .right("Quality"), .left("Looks like"),
        ])
        for face in faces {
            let nearest = face.nearestPerson.map {
                "\(face.nearestName ?? $0.description) (\(Edge.decimal(face.nearest ?? 0)))"
            } ?? ""
            table.add([
                "\(face.id)", "\(face.sightings)", Edge.utc(milliseconds: face.lastSeenMilliseconds),
                Edge.decimal(face.quality), nearest,
            ])
        }
        print(faces.isEmpty ? "No unknown faces." : table.rendered())
    }

    private static let label = Command(
        "label", "Says who an unknown face is: an enrolment, here at once and everywhere through the hub.",
        options: Standard.identity + [Standard.json, Standard.data],
        arguments: [.one("FACE", "Id of the face, as unknown list shows it.")],
        example: "rollcall-edge unknown label 0190f3c2-… --name \"Ana Silva\" --section 7b"
    ) { arguments in
        let subject = try Standard.subject(arguments)
        let face = try arguments.positional("FACE")
        let reply = try await Standard.control(arguments) { control in
            try await control.label(try Edge.unknownFace(face), as: subject)
        }
        try EnrolCommand.show(reply, json: arguments.flag("json"))
    }
}
