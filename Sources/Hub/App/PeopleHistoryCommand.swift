import Foundation
import HubCore
import Service

/// `people history` and `people restore`.
enum PeopleHistoryCommand {
    private static let identifier = [Positional.one("id", "The person's id, from people list.")]

    static let history = Command(
        "history", "Shows what was changed about a person, and what it was before.",
        options: [DataFolder.option, DataFolder.json], arguments: identifier,
        example: "rollcall-hub people history 019abc12-0000-7000-8000-000000000000"
    ) { arguments in
        let id = try arguments.positional("id")
        try await DataFolder.withHub(arguments) { hub in
            let changes: [PersonChange] = try await hub.all("/v1/people/\(id)/history")
            if arguments.flag("json") { return try DataFolder.printJSON(changes) }
            guard !changes.isEmpty else { return print("Nothing was changed.") }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([.right("Change"), .left("When"), .left("By"), .left("Field"), .left("It was")])
            for change in changes {
                table.add([
                    String(change.position), calendar.text(at: change.atMilliseconds), change.actor,
                    change.field.rawValue, text(change, calendar),
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static func text(_ change: PersonChange, _ calendar: SiteCalendar) -> String {
        switch change.field {
        case .name, .number: change.text ?? "none"
        case .sections: change.sections.map { $0.map(\.text).joined(separator: ", ") } ?? ""
        case .archived: change.archivedMilliseconds.map { "archived since \(calendar.text(at: $0))" } ?? "not archived"
        }
    }

    static let restore = Command(
        "restore", "Gives a field of a person the value again that it had before a change.",
        options: [
            DataFolder.option,
            .option("change", "NUMBER", "Which change, from people history.", required: true),
            .option("actor", "NAME", "Who does it. Default: administrator."), DataFolder.json,
        ],
        arguments: identifier, example: "rollcall-hub people restore 019abc12-0000-7000-8000-000000000000 --change 3"
    ) { arguments in
        let id = try arguments.positional("id")
        let request = RestoreRequest(
            position: Int64(try arguments.integer("change", in: 1...Int.max)), actor: arguments.textIfGiven("actor"))
        let person: PersonView = try await DataFolder.withHub(arguments) { hub in
            try await hub.post("/v1/people/\(id)/restore", request)
        }
        if arguments.flag("json") { return try DataFolder.printJSON(person) }
        print("\(person.name) (\(person.id)) was changed back; people history shows that, too.")
    }
}
