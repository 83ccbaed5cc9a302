import Foundation
import HubCore
import Service

enum ConflictsCommand {
    static let command = Command(
        "conflicts", "Shows what a human has to decide, and takes and undoes decisions.",
        discussion: "docs/CONFLICTS.md says which rules apply until somebody decides.",
        subcommands: [list, show, resolve, undo])

    private static let identifier = [Positional.one("id", "The conflict's id, or its beginning where no other has it.")]
    private static let example = "same-face.019abc12"
    private static let reason = Option.option("reason", "TEXT", "Why, for whoever looks at it later.")
    private static let actor = Option.option("actor", "NAME", "Who decides. Default: administrator.")
    private static let period = [
        Option.option("from", "DAY", "Sightings in two rooms from this day on. Default: the last 14 days."),
        Option.option("to", "DAY", "Sightings in two rooms up to this day."),
    ]

    private static let list = Command(
        "list", "Lists conflicts.",
        options: [
            DataFolder.option, .option("status", "STATUS", "open, resolved or all.", default: "open"),
            .option(
                "kind", "KIND",
                "same-number, same-face, two-rooms, corrections, revoked-node or forked-outbox. Default: all."),
        ] + period + [DataFolder.json],
        example: "rollcall-hub conflicts list --status all --kind same-face"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let status = try arguments.text("status")
            let conflicts: [ConflictView] = try await hub.all("/v1/conflicts", [
                ("status", status == "all" ? nil : status), ("kind", arguments.textIfGiven("kind")),
                ("from", arguments.textIfGiven("from")), ("to", arguments.textIfGiven("to")),
            ])
            if arguments.flag("json") { return try DataFolder.printJSON(conflicts) }
            guard !conflicts.isEmpty else {
                return print(status == "open" ? "Nothing to decide." : "No conflicts.")
            }
            var table = Table([.left("Kind"), .left("Status"), .left("People"), .left("Suggestion"), .left("Id")])
            for conflict in conflicts {
                table.add([
                    conflict.kind.rawValue, conflict.status.rawValue,
                    conflict.people.map { $0.name ?? "unknown" }.joined(separator: ", "),
                    conflict.suggestion?.rawValue ?? "", conflict.id.description,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static let show = Command(
        "show", "Shows a conflict: its evidence, what holds at present, and the ways to resolve it.",
        options: [DataFolder.option, DataFolder.json], arguments: identifier,
        example: "rollcall-hub conflicts show \(example)"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let id = try await find(try arguments.positional("id"), hub)
            try await present(try await hub.get("/v1/conflicts/\(id)"), arguments, hub)
        }
    }

    private static let resolve = Command(
        "resolve", "Decides a conflict. What is decided can be undone.",
        discussion: "conflicts show ID lists the resolutions of a conflict, with the choices of each.",
        options: [
            DataFolder.option,
            .option(
                "resolution", "RESOLUTION", "merge, different, renumber, room, both, neither or keep.", required: true),
            .option("choice", "CHOICE", "Which person, room or correction, where a resolution has several."),
            .option("number", "NUMBER", "The new number, for renumber; without it the person has none."),
            reason, actor, DataFolder.json,
        ],
        arguments: identifier,
        example: "rollcall-hub conflicts resolve \(example) --resolution different --reason \"twins\""
    ) { arguments in
        let request = try ResolveRequest(
            resolutionName: arguments.text("resolution"), choice: arguments.textIfGiven("choice"),
            number: arguments.textIfGiven("number"), reason: arguments.textIfGiven("reason"),
            actor: arguments.textIfGiven("actor"))
        try await DataFolder.withHub(arguments) { hub in
            let id = try await find(try arguments.positional("id"), hub)
            try await present(try await hub.post("/v1/conflicts/\(id)/resolve", request), arguments, hub)
        }
    }

    private static let undo = Command(
        "undo", "Takes back the latest decision about a conflict.",
        options: [DataFolder.option, reason, actor, DataFolder.json], arguments: identifier,
        example: "rollcall-hub conflicts undo \(example)"
    ) { arguments in
        let request = UndoRequest(reason: arguments.textIfGiven("reason"), actor: arguments.textIfGiven("actor"))
        try await DataFolder.withHub(arguments) { hub in
            let id = try await find(try arguments.positional("id"), hub)
            try await present(try await hub.post("/v1/conflicts/\(id)/undo", request), arguments, hub)
        }
    }

    /// A whole id is taken as it is, so that also what no list shows is found.
    private static func find(_ text: String, _ hub: HubClient) async throws -> String {
        if ConflictView.isWholeID(text) { return text }
        let all: [ConflictView] = try await hub.all("/v1/conflicts")
        let found = all.map(\.id.description).filter { $0.hasPrefix(text) }
        guard found.count == 1 else {
            throw Failure(
                found.isEmpty ? .noInput : .dataError,
                found.isEmpty ? "There is no conflict \(text)" : "\(found.count) conflicts begin with \(text)",
                advice: "See rollcall-hub conflicts list --status all.")
        }
        return found[0]
    }

    private static func present(_ conflict: ConflictView, _ arguments: Arguments, _ hub: HubClient) async throws {
        if arguments.flag("json") { return try DataFolder.printJSON(conflict) }
        let status: StatusView = try await hub.get("/v1/status")
        let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
        print(ConflictText.page(conflict, calendar), terminator: "")
    }
}
