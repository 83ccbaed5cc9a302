import Foundation
import HubCore
import Service

enum QuarantineCommand {
    static let command = Command(
        "quarantine", "Shows operations of nodes that were put aside, takes them up again, or throws them away.",
        subcommands: [list, show, redrive, discard])

    private static let cause = Option.option(
        "cause", "CAUSE", "Only what was put aside for this: "
            + QuarantineCause.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    private static let node = Option.option("node", "ID", "Only what came from this node, from nodes list.")
    private static let number = Positional.optional("number", "Number of one operation, from quarantine list.")

    private static let list = Command(
        "list", "Lists what lies aside, the latest first, without its content.",
        options: [DataFolder.option, cause, node, DataFolder.json], example: "rollcall-hub quarantine list"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let items: [QuarantinedView] = try await hub.all("/v1/quarantine", [
                ("cause", try chosenCause(arguments)?.rawValue), ("node", arguments.textIfGiven("node")),
            ])
            if arguments.flag("json") { return try DataFolder.printJSON(items) }
            guard !items.isEmpty else { return print("Nothing lies aside.") }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([
                .right("Number"), .left("Came"), .left("Node"), .left("Room"), .left("Cause"), .right("Bytes"),
                .left("It"),
            ])
            for item in items {
                table.add([
                    String(item.row), calendar.text(at: item.receivedMilliseconds), item.nodeName, item.room.text,
                    item.cause.rawValue, String(item.bytes), item.reason,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static let show = Command(
        "show", "Shows one operation; its content, which may be personal, only with --content.",
        options: [DataFolder.option, .flag("content", "Show what the node sent, as it came.")],
        arguments: [.one("number", "Number of the operation, from quarantine list.")],
        example: "rollcall-hub quarantine show 17"
    ) { arguments in
        let row = try arguments.positional("number")
        let item: QuarantinedView = try await DataFolder.withHub(arguments) { hub in
            try await hub.get("/v1/quarantine/\(row)", [("content", arguments.flag("content") ? "1" : "0")])
        }
        try DataFolder.printJSON(item)
    }

    private static let redrive = Command(
        "redrive", "Judges operations once more, by the rules of this release, and stores what they allow.",
        discussion: """
            Give a number, or --cause, --node or both for all that fit. What is about somebody who was erased goes for \
            good. What came from a revoked node is taken only with --even-revoked, and node by node: look first.
            """,
        options: [
            DataFolder.option, cause, node,
            .flag("even-revoked", "Also what came from a node that was revoked then or is now."), DataFolder.json,
        ],
        arguments: [number], example: "rollcall-hub quarantine redrive --cause malformed"
    ) { try await decide("redrive", $0, evenRevoked: $0.flag("even-revoked")) }

    private static let discard = Command(
        "discard", "Throws operations away for good.",
        discussion: "Give a number, or --cause, --node or both for all that fit. Their nodes count them as sent.",
        options: [DataFolder.option, cause, node, DataFolder.json], arguments: [number],
        example: "rollcall-hub quarantine discard 17"
    ) { try await decide("discard", $0, evenRevoked: nil) }

    private static func decide(_ decision: String, _ arguments: Arguments, evenRevoked: Bool?) async throws {
        let row = arguments.positionalIfGiven("number")
        let chosen = QuarantineRequest(
            cause: try chosenCause(arguments),
            node: try arguments.textIfGiven("node").map { try .init(text: $0) }, evenRevoked: evenRevoked)
        guard (row == nil) != (chosen.cause == nil && chosen.node == nil) else {
            throw UsageError("Give either the number of an operation, or --cause or --node")
        }
        let path = "/v1/quarantine/" + (row.map { $0 + "/" } ?? "") + decision
        let result: QuarantineResult = try await DataFolder.withHub(arguments) { try await $0.post(path, chosen) }
        if arguments.flag("json") { return try DataFolder.printJSON(result) }
        print("""
            \(result.stored) stored, \(result.known) known already, \(result.erased) about somebody who was erased, \
            \(result.discarded) thrown away, \(result.kept) stay aside.
            """)
    }

    private static func chosenCause(_ arguments: Arguments) throws -> QuarantineCause? {
        arguments.textIfGiven("cause") == nil ? nil : try arguments.choice("cause")
    }
}
