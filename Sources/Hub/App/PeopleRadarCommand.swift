import Foundation
import HubCore
import Service

/// `rollcall-hub people radar`: who may be confused, and who should be enrolled again.
enum PeopleRadarCommand {
    static let command = Command(
        "radar", "Shows who may be taken for somebody else, and who is recognised less and less surely.",
        discussion: """
            Two who look alike are named by a node only where one of them leads clearly. Whoever is
            recognised less and less surely (children grow, people change) is enrolled again by one
            or two new photographs.
            """,
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub people radar"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let radar: RadarView = try await hub.get("/v1/radar")
            if arguments.flag("json") { return try DataFolder.printJSON(radar) }
            let status: StatusView = try await hub.get("/v1/status")
            show(radar, SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt))
        }
    }

    private static func show(_ radar: RadarView, _ calendar: SiteCalendar) {
        if radar.alike.isEmpty {
            print("Nobody looks like somebody else.\n")
        } else {
            var table = Table([
                .left("May be confused"), .right("Similarity"), .right("Named from"), .left("Same section"),
                .left("What to do"),
            ])
            for pair in radar.alike {
                table.add([
                    pair.people.map(title).joined(separator: " and "), decimal(pair.similarity),
                    decimal(Double(pair.accept)), pair.meet ? "yes" : "no",
                    pair.toldApart
                        ? "more photographs of both"
                        : "rollcall-hub conflicts list, if they are one; else more photographs of both",
                ])
            }
            print(table.rendered())
        }
        guard !radar.ageing.isEmpty else { return print("Nobody is recognised less surely than before.") }
        var table = Table([
            .left("Recognised less surely"), .right("First"), .right("Last"), .right("Named from"),
            .right("Sightings"), .left("Since"), .left("What to do"),
        ])
        for one in radar.ageing {
            table.add([
                title(one.person), decimal(one.first), decimal(one.last), decimal(Double(one.accept)),
                "\(one.sightings) on \(one.days) days", "\(calendar.day(at: one.sinceMilliseconds))",
                "rollcall-hub people enrol --person \(one.person.id) PHOTO",
            ])
        }
        print(table.rendered(), terminator: "")
    }

    private static func title(_ person: PersonReference) -> String {
        (person.name ?? "unknown") + (person.number.map { " (\($0))" } ?? "")
    }

    private static func decimal(_ value: Double) -> String { String(format: "%.2f", value) }
}
