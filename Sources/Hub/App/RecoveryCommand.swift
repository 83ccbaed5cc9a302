import Foundation
import HubCore
import Service

enum RecoveryCommand {
    static let command = Command(
        "recovery", "Shows and decides about a hub whose database has lost data.", subcommands: [status, end])

    private static let status = Command(
        "status", "Shows which nodes have reported, and which operations are gone for good.",
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub recovery status"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let view: RecoveryView = try await hub.get("/v1/recovery")
            let gaps: [GapView] = try await hub.all("/v1/gaps")
            if arguments.flag("json") {
                struct Both: Encodable { let recovery: RecoveryView, gaps: [GapView] }
                return try DataFolder.printJSON(Both(recovery: view, gaps: gaps))
            }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            print(describe(view, calendar))
            print(describe(gaps, calendar), terminator: "")
        }
    }

    private static func describe(_ view: RecoveryView, _ calendar: SiteCalendar) -> String {
        guard let life = view.life else { return "This database has lost nothing." }
        let cause = life.backupMadeMilliseconds.map { "a backup of \(calendar.text(at: $0)) was restored" }
            ?? "a node knew more than the database"
        var lines = ["A new life began \(calendar.text(at: life.beganMilliseconds)): \(cause)."]
        lines.append(
            view.isRecovering
                ? "Recovering: nodes get no people and faces until more than half of the active ones have reported."
                : "The recovery is over\(life.endedMilliseconds.map { " since " + calendar.text(at: $0) } ?? "").")
        let names = { (nodes: [RecoveryView.NodeLine]) in
            nodes.map { "\($0.name) (\($0.room))" }.joined(separator: ", ")
        }
        lines.append("Reported: \(view.reported.isEmpty ? "none" : names(view.reported))")
        if !view.awaited.isEmpty { lines.append("Not yet: \(names(view.awaited))") }
        return lines.joined(separator: "\n")
    }

    private static func describe(_ gaps: [GapView], _ calendar: SiteCalendar) -> String {
        guard !gaps.isEmpty else { return "No operation of a node that was heard since is missing.\n" }
        let total = gaps.reduce(0) { $0 + $1.count }
        var table = Table([
            .left("Node"), .left("Room"), .right("First"), .right("Last"), .right("Operations"), .left("Noticed"),
            .left("Lineage"),
        ])
        for gap in gaps {
            table.add([
                gap.nodeName, gap.room.text, String(gap.first), String(gap.last), String(gap.count),
                calendar.text(at: gap.noticedMilliseconds), gap.lineage.description,
            ])
        }
        return "GONE FOR GOOD: \(total) operations that neither this hub nor their node has.\n" + table.rendered()
    }

    private static let end = Command(
        "end", "Serves nodes again without waiting for the lists of erased people that are still missing.",
        discussion: "Whose erasure neither this hub nor a node that was heard so far remembers comes back.",
        options: [DataFolder.option], example: "rollcall-hub recovery end"
    ) { arguments in
        try await DataFolder.withHub(arguments) { try await $0.post("/v1/recovery/end") }
        print("The hub serves its nodes again.")
    }
}
