import EdgeNodeCore
import Service

enum EnrolCommand {
    static let command = Command(
        "enrol", "Enrols a person with photographs, here at once and everywhere through the hub.",
        discussion: "Each photograph shows one clear face. Three from different days are better than one.",
        options: Standard.identity + [Standard.json, Standard.data],
        arguments: [.many("PHOTO", "JPEG, PNG, PGM or PPM photographs.")],
        example: "rollcall-edge enrol --name \"Ana Silva\" --number 1207 --section 7b ana-1.jpg ana-2.jpg"
    ) { arguments in
        let subject = try Standard.subject(arguments)
        let photographs = try arguments.positionals("PHOTO").map { try Photograph(path: $0) }
        let reply = try await Standard.control(arguments) { control in
            try await control.enrol(subject, photographs: photographs)
        }
        try show(reply, json: arguments.flag("json"))
    }

    static func show(_ reply: EnrolmentReply, json: Bool) throws {
        if json { try Standard.printJSON(reply) }
        if !json { reply.photographs.forEach { print($0.line) } }
        guard let person = reply.person else {
            throw Failure(
                .dataError, "Nobody was enrolled: none of the photographs can be used",
                advice: "Use a photograph of this person alone, looking at the camera.")
        }
        if !json { print("Enrolled \(person) with \(reply.samples) sample\(reply.samples == 1 ? "" : "s").") }
    }
}
