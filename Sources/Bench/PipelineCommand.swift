import EdgeNodeCore
import Service

/// `rollcall-bench pipeline`: from the bytes of a photograph to the people on it.
enum PipelineCommand {
    static let command = Command(
        "pipeline", "From encoded photographs to identifications.",
        discussion: """
            Photographs are read into memory and a part of them is worked through unmeasured; then N
            workers go through all. ms_per_image is wall time ÷ images; stages are the time of all
            workers ÷ images.
            """,
        options: [
            .option("images", "DIR", "Folder of photographs, with its sub-folders.", required: true),
            .option("limit", "N", "Most photographs to take.", default: "1000"),
            .option("repeat", "N", "How often to go through them.", default: "1"),
            .flag("json", "The report as one line of JSON."),
        ] + VisionOptions.options,
        example: "rollcall-bench pipeline --images photographs/ --json"
    ) { arguments in
        let benchmark = try PipelineBenchmark(
            folder: arguments.text("images"), limit: arguments.integer("limit", in: 1...100_000),
            rounds: arguments.integer("repeat", in: 1...1_000), options: VisionOptions(arguments))
        let report = try await benchmark.run()
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
