import EdgeNodeCore
import Service

/// `rollcall-edge evaluate challenge`.
enum EvaluateChallenge {
    /// Of the photographs that presentations are made of.
    private static let maximumPhotographs = 10_000

    static let command = Command(
        "challenge", "Do live people pass the head turns, and photographs not? (ISO/IEC 30107-3)",
        discussion: """
            DIR of recordings holds bona-fide/ and a folder of any other name for each species of attack instrument,
            and in each a folder for each presentation with its frames, 100 ms apart, in the order of their names.
            A presentation's name ends in what was asked for when it was recorded, such as ana-lrrl (left, right,
            right, left); one without is judged by turns that are drawn.
            Without recordings, presentations are made of portraits (a folder for each person, the first photograph
            counts): turned on a flat sheet, on a bent sheet, and, in place of bona fide, on the model of a head.
            They show what the rules do with real networks. They are no measurement of people.
            """,
        options: [
            .option("recordings", "DIR", "Folder of recorded presentations."),
            .option("photographs", "DIR", "Folder of portraits, in place of recordings."),
            .option("count", "N", "Portraits that are used.", default: "100"),
            .option("turns", "N", "Turns that are asked for.", default: String(ChallengeEvaluation.standardTurns)),
            .flag("json", "The report as one line of JSON."),
        ] + VisionOptions.options,
        example: "rollcall-edge evaluate challenge --recordings presentations/", run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let options = try VisionOptions(arguments)
        let count = try arguments.integer("count", in: 1...maximumPhotographs)
        let turns = try arguments.integer("turns", in: 1...ChallengeEvaluation.maximumTurns)
        let tools = try RecognitionTools(options)
        let presentations: ChallengePresentations
        switch (arguments.textIfGiven("recordings"), arguments.textIfGiven("photographs")) {
        case (let folder?, nil): presentations = try ChallengePresentations(recordings: folder)
        case (nil, let folder?):
            let portraits = try LabelledImages(folder: folder).people.prefix(count).map { $0.paths[0] }
            presentations = try ChallengePresentations(photographs: portraits, analyser: tools.analyser)
        default:
            throw UsageError(
                "Nothing or too much to judge", advice: "Give either --recordings or --photographs.")
        }
        let report = try await ChallengeEvaluation(
            presentations: presentations, analyser: tools.analyser, turns: turns, workers: options.workers
        ).run(models: tools.names)
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
