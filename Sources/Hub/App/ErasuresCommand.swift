import Foundation
import HubCore
import Service

enum ErasuresCommand {
    static let command = Command(
        "erasures", "Lists erasures and prints their receipts.", subcommands: [list, receipt, verify])

    private static let list = Command(
        "list", "Lists erasures in their order, with how far the nodes have followed.",
        options: [DataFolder.option, DataFolder.json], example: "rollcall-hub erasures list"
    ) { arguments in
        try await DataFolder.withHub(arguments) { hub in
            let erasures: [ErasureView] = try await hub.all("/v1/receipts")
            if arguments.flag("json") { return try DataFolder.printJSON(erasures) }
            guard !erasures.isEmpty else { return print("Nobody was erased.") }
            let status: StatusView = try await hub.get("/v1/status")
            let calendar = SiteCalendar(TimeZone(identifier: status.timeZone) ?? .gmt)
            var table = Table([
                .right("No."), .left("When"), .left("Scope"), .left("State"), .left("Asked by"), .left("Id"),
            ])
            for erasure in erasures {
                table.add([
                    String(erasure.position), calendar.text(at: erasure.atMilliseconds),
                    erasure.samplesOnly ? "face" : "person",
                    erasure.completedMilliseconds == nil ? "open" : "complete", erasure.actor,
                    erasure.id.description,
                ])
            }
            print(table.rendered(), terminator: "")
        }
    }

    private static let receipt = Command(
        "receipt", "Prints the signed receipt of an erasure: one page to file.",
        options: [DataFolder.option, DataFolder.json], arguments: [.one("id", "The erasure's id, from erasures list.")],
        example: "rollcall-hub erasures receipt 019abc12-0000-7000-8000-000000000000 > receipt.txt"
    ) { arguments in
        let path = "/v1/receipts/\(try arguments.positional("id"))"
        try await DataFolder.withHub(arguments) { hub in
            if arguments.flag("json") {
                let receipt: SignedReceipt = try await hub.get(path)
                return try DataFolder.printJSON(receipt)
            }
            print(try await hub.text(path, [("format", "text")]), terminator: "")
        }
    }

    private static let verify = Command(
        "verify", "Checks the signature of a receipt, as a page or as JSON.",
        options: [DataFolder.option], arguments: [.one("file", "What erasures receipt printed.")],
        example: "rollcall-hub erasures verify receipt.txt"
    ) { arguments in
        let bytes = try PrivateFile.read(try arguments.positional("file"), maximumBytes: HubLimits.receiptBytes)
        let receipt = try SignedReceipt(printed: bytes)
        let chain = try HubAuthority.load(DataFolder.folder(arguments)).chain
        guard try chain.generations.contains(where: { try receipt.isValid($0) }) else {
            throw Failure(.dataError, "This hub did not sign the receipt, or it was changed")
        }
        print("The hub of \(receipt.receipt.site) signed this receipt of erasure \(receipt.receipt.erasure.id).")
    }
}
