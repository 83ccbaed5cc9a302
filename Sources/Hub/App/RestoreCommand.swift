import Foundation
import HubCore
import Service

enum RestoreCommand {
    static let command = Command(
        "restore", "Makes the data folder of a backup. The hub must not run.",
        discussion: """
            The database begins a new life, and everybody whom the ledger names is erased again before the hub opens \
            its port. Nodes then send again what the backup lacks. Give every copy of erasures.ledger that is newer \
            than the backup with --ledger; the old data folder's (with --replace) and ledgerCopy are used unasked.
            """,
        options: [
            DataFolder.option, .option("from", "FILE", "The backup.", required: true), BackupCommand.passphrase,
            .option("ledger", "FILE", "A newer copy of erasures.ledger.", repeats: true),
            .flag("replace", "Move a data folder that is there aside first. It is not deleted."),
        ],
        example: "rollcall-hub restore --data /var/lib/rollcall-hub --from hub.backup --replace", run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let folder = DataFolder.folder(arguments)
        let outcome = try await Restore(
            try arguments.text("from"), to: folder, passphrase: try BackupCommand.given(arguments),
            ledgers: arguments.texts("ledger"), replaces: arguments.flag("replace")
        ).run()
        print(report(outcome, folder))
    }

    private static func report(_ outcome: Restore.Outcome, _ folder: HubFolder) -> String {
        var lines = [
            BackupCommand.describe(outcome.backup), "",
            "Restored into \(folder.path).",
            "- The database began a new life, \(outcome.incarnation), at feed position \(outcome.feedPosition). What "
                + "nodes know of the feed before is void; they pull it anew.",
            "- Erasures carried out again that the backup did not know: \(outcome.replayed).",
        ]
        if outcome.ledgers.isEmpty {
            lines.append("""
                - WARNING: no other copy of the erasure ledger was found. Whoever was erased since the backup is known \
                to the nodes alone until they report. If you have a newer erasures.ledger, restore again with --ledger \
                FILE.
                """)
        } else {
            lines.append("- Ledgers that were used beside the backup's: \(outcome.ledgers.joined(separator: ", ")).")
        }
        if outcome.keepsAuthority {
            lines.append(
                "- The authority is the old folder's, generation \(outcome.generation): nodes follow it already.")
        }
        if let old = outcome.oldFolder {
            lines.append("- The old data folder is \(old). It holds faces: delete it when all is well.")
        }
        if outcome.isOlderThanReserve {
            lines.append("""
                - WARNING: the backup is \(outcome.ageMilliseconds / 86_400_000) days old, and nodes keep what they \
                sent for 14. What was acknowledged after the backup and earlier than that is gone. As each node \
                reports, rollcall-hub recovery status lists what of it, and the hub's log says so.
                """)
        }
        return (lines + ["", "What to do next:"] + steps(outcome, folder)).joined(separator: "\n")
    }

    private static func steps(_ outcome: Restore.Outcome, _ folder: HubFolder) -> [String] {
        var steps: [String] = []
        if outcome.crops > 0 {
            steps.append(
                "The backup holds \(outcome.crops) crops of photographs, and its hub.json allows them. If the site "
                    + "does not any more, write \"keepEnrolmentCrops\": false into \(folder.configurationPath) before "
                    + "anything else: then they are deleted.")
        }
        steps.append("Start the hub: rollcall-hub serve --data \(folder.path)")
        if outcome.awaitedNodes > 0 {
            steps.append(
                "Nodes get people and faces again once more than half of the \(outcome.awaitedNodes) active ones have "
                    + "told whom they know to be erased. They send what the backup lacks meanwhile. See: rollcall-hub "
                    + "recovery status --data \(folder.path)")
        }
        steps += [
            "Nodes that were revoked since the backup are active again, and those that joined since are strangers: see "
                + "rollcall-hub nodes list; revoke the former, let the latter join again with --again.",
            "What was entered at the hub itself since the backup (people, photographs, timetables, corrections) is not "
                + "in it: enter it again.",
        ]
        return steps.enumerated().map { "\($0 + 1). \($1)" }
    }
}
