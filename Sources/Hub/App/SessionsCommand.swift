import Foundation
import HubCore
import Service

enum SessionsCommand {
    static let command = Command(
        "sessions", "Imports timetables and lists sessions.", subcommands: [importFile, list])

    private static let importFile = Command(
        "import", "Imports a timetable.",
        discussion: """
            CSV with the header section,room,title,date,start,end; dates like 2026-03-01, times like 09:30 in the \
            site's time zone. Importing the same file again changes nothing.
            """,
        options: [DataFolder.option, DataFolder.json], arguments: [.one("file", "The CSV file.")],
        example: "rollcall-hub sessions import timetable.csv"
    ) { arguments in
        let path = try arguments.positional("file")
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.noInput, "\(path) cannot be read")
        }
        let result = try await DataFolder.withHub(arguments) { try await $0.importTimetable(Array(data)) }
        if arguments.flag("json") {
            try DataFolder.printJSON(result)
        } else {
            print("\(result.added) sessions added, \(result.changed) changed, \(result.unchanged) unchanged.")
        }
        guard result.problemTexts.isEmpty else {
            throw Failure(
                .dataError, "\(path): " + result.problemTexts.joined(separator: "; "),
                advice: "The other lines were imported. Correct these and import the file again.")
        }
    }

    private static let list = Command(
        "list", "Lists sessions by start.",
        options: [DataFolder.option, .option("date", "DAY", "Only this day."), DataFolder.json],
        example: "rollcall-hub sessions list --date 2026-03-01"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let sessions: [SessionView] = try await hub.all("/v1/sessions", [("date", arguments.textIfGiven("date"))])
            if arguments.flag("json") { return try DataFolder.printJSON(sessions) }
            guard !sessions.isEmpty else {
                return print("No sessions. Import a timetable: rollcall-hub sessions import FILE")
            }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([
                .left("Start"), .left("End"), .left("Section"), .left("Room"), .left("Title"), .left("Id"),
            ])
            for session in sessions {
                table.add([
                    calendar.text(at: session.startMilliseconds), calendar.timeOfDay(at: session.endMilliseconds),
                    session.section.text, session.room.text, session.title ?? "", session.id.description,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }
}
