import Foundation
import HubCore
import Service

enum PeopleCommand {
    static let command = Command(
        "people", "Lists, adds, enrols and erases people, and counts their consent.",
        subcommands: [
            list, add, enrol, EnrolFolderCommand.command, PeopleRadarCommand.command, erase, consent,
            PeopleHistoryCommand.history, PeopleHistoryCommand.restore,
        ])

    private static let details = [
        Option.option("name", "NAME", "Full name.", required: true),
        Option.option("number", "NUMBER", "Student or staff number."),
        Option.option("section", "SECTION", "Teaching group; may be given several times.", repeats: true),
    ]

    private static let list = Command(
        "list", "Lists people by name.",
        options: [
            DataFolder.option, .option("section", "SECTION", "Only this teaching group."),
            .option("query", "TEXT", "Only names and numbers that contain this."), DataFolder.json,
        ],
        example: "rollcall-hub people list --section 7b"
    ) { arguments in
        let people: [PersonView] = try await DataFolder.withHub(arguments) { hub in
            try await hub.all("/v1/people", [
                ("section", arguments.textIfGiven("section")), ("query", arguments.textIfGiven("query")),
            ])
        }
        if arguments.flag("json") { return try DataFolder.printJSON(people) }
        guard !people.isEmpty else {
            return print("Nobody yet. Enrol somebody: rollcall-hub people enrol --name NAME PHOTO…")
        }
        var table = Table([.left("Name"), .left("Number"), .left("Sections"), .right("Samples"), .left("Id")])
        for person in people {
            table.add([
                person.name, person.number ?? "", person.sections.map(\.text).joined(separator: ", "),
                String(person.samples), person.id.description,
            ])
        }
        print(table.rendered(), terminator: "")
    }

    private static let add = Command(
        "add", "Adds a person without photographs.",
        discussion: "Photographs can be added later, or the person is enrolled at a node.",
        options: [DataFolder.option] + details + [DataFolder.json],
        example: "rollcall-hub people add --name \"Ana Castillo\" --section 7b"
    ) { arguments in
        let draft = try draft(arguments)
        let person: PersonView = try await DataFolder.withHub(arguments) { try await $0.post("/v1/people", draft) }
        if arguments.flag("json") { return try DataFolder.printJSON(person) }
        print("\(person.name) was added as \(person.id).")
    }

    private static let enrol = Command(
        "enrol", "Enrols a person by photographs.",
        discussion: """
            Each photograph must show one face clearly, or one that is much larger than the others. One to three \
            photographs taken on different days are best. With --person they are added to somebody who is known.
            """,
        options: [
            DataFolder.option, .option("name", "NAME", "Full name."),
            .option("number", "NUMBER", "Student or staff number."),
            .option("section", "SECTION", "Teaching group; may be given several times.", repeats: true),
            .option("person", "ID", "Add the photographs to this person."), DataFolder.json,
        ],
        arguments: [.many("photo", "JPEG, PNG, PGM or PPM files.")],
        example: "rollcall-hub people enrol --name \"Ana Castillo\" --section 7b ana-1.jpg ana-2.jpg"
    ) { arguments in
        let known = arguments.textIfGiven("person")
        guard (known == nil) != (arguments.textIfGiven("name") == nil) else {
            throw UsageError("Say either --name for a new person or --person for a known one")
        }
        let draft = known == nil ? try draft(arguments) : nil
        let photographs = try arguments.positionals("photo").map { try Photograph(path: $0) }
        let reply = try await DataFolder.withHub(arguments) {
            try await $0.enrol(draft, person: known, photographs: photographs)
        }
        if arguments.flag("json") { return try DataFolder.printJSON(reply) }
        reply.photographs.forEach { print($0.line) }
        guard let person = reply.person else {
            throw Failure(.dataError, "None of the photographs can be used", advice: "See above why.")
        }
        print("\(person.name) is enrolled with \(person.samples) face samples (\(person.id)).")
    }

    private static let identifier = [Positional.one("id", "The person's id, from people list.")]
    private static let actor = Option.option("actor", "NAME", "Who asks for it, for the receipt.")
    private static let reason = Option.option(
        "reason", "TEXT", "Why, for the receipt; kept for good, so do not name the person.", required: true)

    private static let erase = Command(
        "erase", "Erases a person for good, here and at every node.",
        discussion: "Whatever still arrives about them is discarded. --samples-only is consent --withdrawn.",
        options: [DataFolder.option, reason, actor, .flag("samples-only", "Forget the face alone; the person stays."),
            DataFolder.json],
        arguments: identifier,
        example: "rollcall-hub people erase 019abc12-0000-7000-8000-000000000000 --reason \"left the school\""
    ) { try await erase($0, samplesOnly: $0.flag("samples-only"), reason: try $0.text("reason")) }

    private static let consent = Command(
        "consent", "Notes that a person withdrew consent to being recognised by face, or gave it again.",
        discussion: "Withdrawn: all face samples are erased everywhere; the person is recorded by hand from then on.",
        options: [
            DataFolder.option, .flag("given", "Consent is given again."), .flag("withdrawn", "Consent is withdrawn."),
            actor, DataFolder.json,
        ],
        arguments: identifier, example: "rollcall-hub people consent 019abc12-0000-7000-8000-000000000000 --withdrawn"
    ) { arguments in
        guard arguments.flag("given") != arguments.flag("withdrawn") else {
            throw UsageError("Say either --given or --withdrawn")
        }
        if arguments.flag("withdrawn") {
            return try await erase(arguments, samplesOnly: true, reason: "consent withdrawn")
        }
        let id = try arguments.positional("id")
        let person: PersonView = try await DataFolder.withHub(arguments) { hub in
            try await hub.post("/v1/people/\(id)/consent")
            return try await hub.get("/v1/people/\(id)")
        }
        if arguments.flag("json") { return try DataFolder.printJSON(person) }
        print("\(person.name) may be enrolled by face again.")
    }

    private static func erase(_ arguments: Arguments, samplesOnly: Bool, reason: String) async throws {
        let id = try arguments.positional("id")
        let request = ErasureRequest(
            reason: reason, actor: arguments.textIfGiven("actor"), samplesOnly: samplesOnly)
        let view: ErasureView = try await DataFolder.withHub(arguments) { hub in
            try await hub.post("/v1/people/\(id)/erasure", request)
        }
        if arguments.flag("json") { return try DataFolder.printJSON(view) }
        print("Erased here. Nodes follow as soon as they are connected: rollcall-hub erasures receipt \(view.id)")
    }

    private static func draft(_ arguments: Arguments) throws -> PersonDraft {
        try PersonDraft(
            name: arguments.text("name"), number: arguments.textIfGiven("number"),
            sectionNames: arguments.texts("section"))
    }
}
