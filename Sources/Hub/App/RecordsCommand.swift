import Foundation
import HubCore
import Service

enum RecordsCommand {
    static let command = Command(
        "records", "Shows attendance records; today's unless you say otherwise.",
        options: [
            DataFolder.option,
            .option("from", "DAY", "First day, such as 2026-03-01."),
            .option("to", "DAY", "Last day."),
            .flag("all", "All days."),
            .option("section", "SECTION", "Only this teaching group."),
            .option("room", "ROOM", "Only this room."),
            .option("person", "ID", "Only this person."),
            .option(
                "status", "STATUS", "Only these: present, late, absent, left_early, excused, unsure, expected; "
                    + "several with commas."),
            .flag("csv", "Print CSV."), DataFolder.json,
        ],
        example: "rollcall-hub records --from 2026-03-01 --to 2026-03-31 --section 7b --status late,absent --csv",
        run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        try await DataFolder.withHub(arguments) { hub in
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            let query = query(arguments, today: calendar.day(at: status.nowMilliseconds).description)
            if arguments.flag("csv") {
                return print(try await hub.text("/v1/records", query + [("format", "csv")]), terminator: "")
            }
            let records: [RecordView] = try await hub.all("/v1/records", query)
            if arguments.flag("json") { return try DataFolder.printJSON(records) }
            print(table(records, calendar: calendar), terminator: "")
        }
    }

    private static func query(_ arguments: Arguments, today: String) -> HubClient.Query {
        let from = arguments.textIfGiven("from")
        let through = arguments.textIfGiven("to")
        let saysDays = from != nil || through != nil || arguments.flag("all")
        return [
            ("from", saysDays ? from : today), ("to", saysDays ? through : today),
            ("section", arguments.textIfGiven("section")), ("room", arguments.textIfGiven("room")),
            ("person", arguments.textIfGiven("person")), ("status", arguments.textIfGiven("status")),
        ]
    }

    private static func table(_ records: [RecordView], calendar: SiteCalendar) -> String {
        guard !records.isEmpty else {
            return "No records. Sessions come from a timetable: rollcall-hub sessions import FILE\n"
        }
        var table = Table([
            .left("Session"), .left("Section"), .left("Room"), .left("Name"), .left("Number"), .left("Status"),
            .left("First seen"), .left("Last seen"),
        ])
        for record in records {
            table.add([
                calendar.text(at: record.session.startMilliseconds), record.session.section.text,
                record.session.room.text, record.person.name ?? "(unknown \(record.person.id))",
                record.person.number ?? "",
                record.status.rawValue.replacing("_", with: " ") + (record.correction == nil ? "" : " (corrected)")
                    + (record.onRoster ? "" : " (guest)"),
                record.firstSeenMilliseconds.map(calendar.timeOfDay) ?? "",
                record.lastSeenMilliseconds.map(calendar.timeOfDay) ?? "",
            ])
        }
        return table.rendered()
    }
}
