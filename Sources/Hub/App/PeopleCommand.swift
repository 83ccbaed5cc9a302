import Foundation
import HubCore
import Service

enum PeopleCommand {
    static let command = Command(
        "people", "Lists, adds, enrols and removes people.", subcommands: [list, add, enrol, remove])

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
        arguments: [.many("photo", "JPEG or PNG files.")],
        example: "rollcall-hub people enrol --name \"Ana Castillo\" --section 7b ana-1.jpg ana-2.jpg"
    ) { arguments in
        let known = arguments.textIfGiven("person")
        guard (known == nil) != (arguments.textIfGiven("name") == nil) else {
            throw UsageError("Say either --name for a new person or --person for a known one")
        }
        let draft = known == nil ? try draft(arguments) : nil
        let photographs = try arguments.positionals("photo").map(PhotographFile.read)
        let reply = try await DataFolder.withHub(arguments) {
            try await $0.enrol(draft, person: known, photographs: photographs)
        }
        if arguments.flag("json") { return try DataFolder.printJSON(reply) }
        for photograph in reply.photographs {
            print("\(photograph.file): \(photograph.isAccepted ? "accepted" : photograph.reason ?? "not used")")
        }
        if let person = reply.person {
            print("\(person.name) is enrolled with \(person.samples) face samples (\(person.id)).")
        }
    }

    private static let remove = Command(
        "remove", "Removes a person and their face samples, here and at every node.",
        options: [DataFolder.option], arguments: [.one("id", "The person's id, from people list.")],
        example: "rollcall-hub people remove 019abc12-0000-7000-8000-000000000000"
    ) { arguments in
        let id = try arguments.positional("id")
        try await DataFolder.withHub(arguments) { try await $0.remove("/v1/people/\(id)") }
        print("Removed. Nodes follow as soon as they are connected.")
    }

    private static func draft(_ arguments: Arguments) throws -> PersonDraft {
        try PersonDraft(
            name: arguments.text("name"), number: arguments.textIfGiven("number"),
            sectionNames: arguments.texts("section"))
    }
}
