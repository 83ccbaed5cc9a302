import EdgeNodeCore
import Service

/// `rollcall-edge evaluate liveness`.
enum EvaluateLiveness {
    static let command = Command(
        "liveness", "Are live faces let through, and photographs and screens not? (ISO/IEC 30107-3)",
        discussion: """
            DIR holds bona-fide/ with photographs of live people, and a folder of any other name for each species
            of attack instrument (print, phone-replay), as a camera of the site saw them. A photograph is a
            presentation; one in which no face is found is counted as without response, not as an error.
            The model pack is made by deploy/liveness-pack.
            """,
        options: [
            .option("images", "DIR", "Folder of the photographs.", required: true),
            .option("liveness", "PACK", "Model pack that judges liveness.", default: VisionOptions.standardLiveness),
            .option("threshold", "S", "In place of the pack's, 0 to 1."),
            .flag("json", "The report as one line of JSON."),
        ] + VisionOptions.options,
        example: "rollcall-edge evaluate liveness --images presentations/", run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        let images = try LivenessImages(folder: arguments.text("images"))
        let threshold = try arguments.numberIfGiven("threshold", in: 0...1).map { Float($0) }
        let tools = try RecognitionTools(options)
        let report = try await LivenessEvaluation(
            images: images, analyser: tools.analyser,
            detector: try options.makeLivenessDetector(try arguments.text("liveness")), workers: options.workers
        ).run(threshold: threshold, models: tools.names)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
