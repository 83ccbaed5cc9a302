import HubCore
import Service

@main
struct RollcallHub {
    static func main() async {
        let root = Command(
            "rollcall-hub", "Merges what the classrooms saw into one attendance record.",
            discussion: """
                Start with init, then serve. The other commands work on the same data folder, whether the hub runs \
                or not.
                """,
            subcommands: [
                InitCommand.command, ServeCommand.command, PeopleCommand.command, ModelsCommand.command,
                RecordsCommand.command, SessionsCommand.command, NodesCommand.command, UnknownCommand.command,
                AuthorityCommand.command, ErasuresCommand.command, ConflictsCommand.command,
                QuarantineCommand.command, StatusCommand.command, BackupCommand.command, RestoreCommand.command,
                RecoveryCommand.command,
            ],
            example: "rollcall-hub init --site \"Hill School\" && rollcall-hub serve")
        await Command.main(root, version: HubRelease.version, reporting: ErrorReport.report)
    }
}
