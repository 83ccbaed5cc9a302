import EdgeNodeCore
import Service

let root = Command(
    "rollcall-edge", "Takes the register in one room, by face, with or without a network.",
    subcommands: [
        JoinCommand.command, RunCommand.command, EnrolCommand.command, UnknownCommand.command, OutboxCommand.command,
        RecogniseCommand.command, GalleryCommand.command, EvaluateCommand.command, DoctorCommand.command,
        ThresholdsCommand.command, PacksCommand.command, ChallengeCommand.command,
    ],
    example: "rollcall-edge run --camera http://camera.local/video")

await Command.main(root, version: Edge.version, reporting: { Edge.reportable($0) })
