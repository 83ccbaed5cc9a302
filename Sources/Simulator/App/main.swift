import Service
import SimulatorCore

let root = Command(
    "rollcall-sim", "Lives through faults of nodes, hub, clocks, disks and network in virtual time.",
    discussion: "The decisions and transactions are those of rollcall-edge and rollcall-hub; a seed decides the rest.",
    subcommands: [RunCommand.command, MutantsCommand.command],
    example: "rollcall-sim run --seeds 1000")

await Command.main(root, version: "1", reporting: { _ in nil })
