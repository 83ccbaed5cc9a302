import EdgeNodeCore
import Service

let root = Command(
    "rollcall-bench", "Measures speed, memory, and what keeping in step costs.",
    discussion: "Figures of one run on one machine: compare only what was measured side by side.",
    subcommands: [PipelineCommand.command, MatchCommand.command, SyncCommand.command, StartCommand.command],
    example: "rollcall-bench pipeline --images photographs/ --threads 2")

await Command.main(root, version: Edge.version, reporting: { Edge.reportable($0) })
