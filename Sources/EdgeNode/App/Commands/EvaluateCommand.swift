import EdgeNodeCore
import Service

/// `rollcall-edge evaluate`: how well the models do on labelled photographs.
enum EvaluateCommand {
    static let command = Command(
        "evaluate", "Measures accuracy on labelled photographs.",
        discussion: "Embeddings are kept in memory only. Nothing of what is evaluated is stored or sent.",
        subcommands: [
            pairs, identification, fusion, detection, EvaluateLiveness.command, EvaluateChallenge.command,
            EvaluateSite.command,
        ])

    private static let images = Option.option("images", "DIR", "Folder of the photographs.", required: true)
    private static let json = Option.flag("json", "The report as one line of JSON.")

    private static let pairs = Command(
        "pairs", "Do two photographs show the same person? (protocol of Labeled Faces in the Wild)",
        discussion: """
            DIR holds NAME/NAME_0001.jpg. FILE is in the form of LFW's pairs.txt: first the number of
            folds and of pairs per fold, then lines NAME i j (same person) and NAME i OTHER j.
            The threshold for each fold comes from the other folds. A pair in which a face is not found
            is an error. Of several faces the largest and most central is taken.
            """,
        options: [images, .option("pairs", "FILE", "List of pairs.", required: true), json]
            + VisionOptions.options,
        example: "rollcall-edge evaluate pairs --images lfw/ --pairs pairs.txt", run: runPairs)

    private static let trials: [Option] = [
        .option(
            "gallery", "N", "People in the gallery; 0 or \"all\": everybody with enough photographs.",
            default: "40"),
        .option("enrol", "N", "Photographs enrolled of each.", default: "3"),
        .option("photographs", "N", "Leave out people with fewer photographs, but for strangers.", default: "1"),
        .option("trials", "N", "How often people are drawn.", default: "20"),
        .option("seed", "N", "Start of the random draw.", default: "1"),
        .option(
            "fpir", "RATES", "False-positive identification rates, separated by commas.",
            default: "0.01,0.003,0.001"),
        .flag("centred", "Subtract what a gallery's people have in common, whatever the pack says."),
        .flag("uncentred", "Leave it in, whatever the pack says."),
    ]

    private static let identification = Command(
        "identification", "Is somebody found in a gallery, and is a stranger refused?",
        discussion: """
            DIR holds a folder per person. In each trial the gallery's people are drawn among those with
            more photographs than are enrolled; their other photographs are searched for. People with
            one photograph are the strangers.
            """,
        options: [images] + trials + [
            .option(
                "score", "HOW", "Similarity to a person with several photographs: max or template.",
                default: "template"),
            json,
        ] + VisionOptions.options,
        example: "rollcall-edge evaluate identification --images lfw/ --gallery 40 --enrol 3",
        run: runIdentification)

    private static let fusion = Command(
        "fusion", "Is somebody recognised better by several frames than by one?",
        discussion: """
            DIR and the draw of people are as for "identification". Photographs are enrolled as they are; searches
            are with frames made from other photographs: smaller, tilted, blurred, moved, dark, noisy, compressed.
            The tracker makes one embedding of a track, as it does of a camera's frames.
            """,
        options: [images] + trials + [.option("frames", "N", "Frames of a track.", default: "8"), json]
            + VisionOptions.options,
        example: "rollcall-edge evaluate fusion --images lfw/ --trials 5", run: runFusion)

    private static let detection = Command(
        "detection", "Are faces found where people drew boxes?",
        discussion: """
            FILE is CSV with the header file,x1,y1,x2,y2,ignore. Boxes with ignore 1 count neither for nor
            against. Average precision at an overlap of 0.5, all points.
            """,
        options: [
            images, .option("boxes", "FILE", "Table of boxes.", required: true),
            .option("score-threshold", "S", "Faces with a lower score are left out.", default: "0.02"), json,
        ] + VisionOptions.options,
        example: "rollcall-edge evaluate detection --images wider/ --boxes boxes.csv", run: runDetection)

    @Sendable private static func runPairs(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        let path = try arguments.text("pairs")
        let list = try LabelledPairs(
            parsing: TextFile.read(path, maximumBytes: LabelledPairs.maximumBytes), name: path)
        let tools = try RecognitionTools(options)
        let report = await PairEvaluation(images: try arguments.text("images"), list: list)
            .run(tools.extractor(workers: options.workers), models: tools.names)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }

    @Sendable private static func runIdentification(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        var plan = try plan(arguments)
        plan.aggregation = try arguments.choice("score", as: PersonAggregation.self)
        let images = try LabelledImages(folder: arguments.text("images"))
        let tools = try RecognitionTools(options)
        plan.isCentred = isCentred(arguments, tools)
        let evaluation = IdentificationEvaluation(images: images, plan: plan)
        let report = try await evaluation.run(tools.extractor(workers: options.workers), models: tools.names)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }

    @Sendable private static func runFusion(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        var plan = try plan(arguments)
        let frames = try arguments.integer("frames", in: 1...100)
        let images = try LabelledImages(folder: arguments.text("images"))
        let tools = try RecognitionTools(options)
        plan.isCentred = isCentred(arguments, tools)
        let evaluation = FusionEvaluation(images: images, plan: plan, frames: frames)
        let report = try await evaluation.run(tools.extractor(workers: options.workers), models: tools.names)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }

    private static func plan(_ arguments: Arguments) throws -> IdentificationEvaluation.Plan {
        var plan = IdentificationEvaluation.Plan()
        plan.gallery = try IdentificationEvaluation.Plan.gallery(try arguments.text("gallery"))
        plan.enrol = try arguments.integer("enrol", in: 1...1_000)
        plan.photographs = try arguments.integer("photographs", in: 1...1_000)
        plan.trials = try arguments.integer("trials", in: 1...10_000)
        plan.seed = UInt64(try arguments.integer("seed", in: 0...Int.max))
        plan.falsePositiveRates = try IdentificationEvaluation.Plan.rates(try arguments.text("fpir"))
        return plan
    }

    private static func isCentred(_ arguments: Arguments, _ tools: RecognitionTools) -> Bool {
        arguments.flag("centred") || !arguments.flag("uncentred") && tools.analyser.embedder.isCentred
    }

    @Sendable private static func runDetection(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        let path = try arguments.text("boxes")
        let table = try BoxTable(
            parsing: TextFile.read(path, maximumBytes: BoxTable.maximumBytes), name: path)
        let report = try await DetectionEvaluation(images: arguments.text("images"), table: table)
            .run(options, scoreThreshold: Float(arguments.number("score-threshold", in: 0...1)))
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
