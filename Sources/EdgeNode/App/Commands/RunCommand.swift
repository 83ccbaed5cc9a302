import EdgeNodeCore
import Service

enum RunCommand {
    static let command = Command(
        "run", "Watches the cameras and keeps in step with the hub.",
        discussion: """
            CAMERA is folder:PATH (each photograph once, also those that appear later), file:PATH, or the address of a \
            motion JPEG stream. What is not given here is read from node.json in the data folder.
            """,
        options: [
            .option("camera", "CAMERA", "Where frames come from.", repeats: true),
            .option("detector", "PACK", "Model pack that finds faces."),
            .option("embedder", "PACK", "Model pack that tells faces apart."),
            .option("packs", "DIR", "Folder of model packs that is looked at first."),
            .flag("keep-unknown-crops", "Keep a photograph of each unknown face until somebody names it."),
            .flag("until-idle", "End when every photograph is dealt with and the hub has everything."),
            .flag("verbose", "Log more."),
            Standard.data,
        ],
        example: "rollcall-edge run --data /var/lib/rollcall --camera folder:/srv/camera"
    ) { arguments in
        let folder = Standard.folder(arguments)
        var configuration = try NodeConfiguration.load(folder)
        let cameras = arguments.texts("camera")
        if !cameras.isEmpty { configuration.cameras = cameras }
        configuration.detector = arguments.textIfGiven("detector") ?? configuration.detector
        configuration.embedder = arguments.textIfGiven("embedder") ?? configuration.embedder
        configuration.packs = arguments.textIfGiven("packs") ?? configuration.packs
        if arguments.flag("keep-unknown-crops") { configuration.keepUnknownCrops = true }
        let log = Log(level: arguments.flag("verbose") ? .debug : .info)
        let specifications = try (configuration.cameras ?? []).map { try CameraSpecification($0) }
        let runtime = try await NodeRuntime(
            folder: folder, configuration: configuration, environment: Standard.environment, log: log)
        let services = try await NodeServices.make(
            runtime, cameras: specifications, untilIdle: arguments.flag("until-idle"))
        try await ServiceGroup(services, log: log).run()
    }
}
