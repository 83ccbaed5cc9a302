import FuzzCore
import Service

#if ROLLCALL_LIBFUZZER
    if Swift.CommandLine.arguments.dropFirst().first == "guided" { GuidedRun.main() }
#endif

let root = Command(
    "rollcall-fuzz", "Gives everything that reads bytes from outside bytes that nobody would send.",
    discussion: """
        Inputs are made from sound ones by a seed: the same seed gives the same inputs. ./deploy/fuzz runs all targets,
        and beside this driver also libFuzzer, which sees what an input reaches.
        """,
    subcommands: [
        ListCommand.command, RunCommand.command, BatchCommand.command, ReplayCommand.command, SeedsCommand.command,
    ],
    example: "rollcall-fuzz run push-batch --inputs 1000000")

await Command.main(root, version: "1", reporting: { _ in nil })
