import EdgeNodeCore
import Service

/// `rollcall-edge evaluate site`: how well this room recognises its own people, and strangers.
enum EvaluateSite {
    static let command = Command(
        "site", "Measures one room with captures of its own camera, and writes an accuracy certificate.",
        discussion: """
            Captures lie in a folder for each person: photographs of the camera, each a track of one frame, and
            folders of photographs, each the frames of one track. Folders of probes are named by number, name or
            id as the node knows the person; strangers are people who are not enrolled, named as you like. The
            gallery is the node's own, or that of the people in --enrol. FILE of groups is CSV with the header
            person,group. Written are certificate.html, to read and to print, and certificate.json, to adopt the
            threshold from.
            """,
        options: [
            .option("probes", "DIR", "Labelled captures of enrolled people.", required: true),
            .option("strangers", "DIR", "Labelled captures of people who are not enrolled.", required: true),
            .option("enrol", "DIR", "Photographs of people to enrol for this only, in place of a node's gallery."),
            .option("groups", "FILE", "Which group a person is in, to compare error rates."),
            .option("target-fpir", "RATE", "Strangers who may be given a name, as a share.",
                default: String(SiteEvaluation.standardTargetFpir)),
            .option("camera", "CAMERA", "Made the captures; else those of node.json.", repeats: true),
            .option("output", "DIR", "Folder to write to; made where it is missing.", required: true),
            Standard.data,
        ] + VisionOptions.options,
        example: "rollcall-edge evaluate site --data edge-data --probes probes/ --strangers strangers/ --output b12/",
        run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let folder = Standard.folder(arguments)
        let output = try arguments.text("output")
        let target = try arguments.number("target-fpir", in: SiteEvaluation.possibleTargetFpir)
        let people = arguments.textIfGiven("enrol")
        guard people == nil || arguments.textIfGiven("data") == nil else {
            throw UsageError("--enrol and --data exclude one another", advice: "Give one of them.")
        }
        let probes = try LabelledTracks(folder: arguments.text("probes"))
        let strangers = try LabelledTracks(folder: arguments.text("strangers"))
        let groups = try arguments.textIfGiven("groups").map {
            try PersonGroups(parsing: TextFile.read($0, maximumBytes: PersonGroups.maximumBytes), name: $0)
        }
        let options = try people == nil ? VisionOptions(arguments, node: folder) : VisionOptions(arguments)
        let tools = try RecognitionTools(options)
        var gallery: SiteGallery
        if let people {
            gallery = try await .of(people: people, tools, workers: options.workers)
        } else {
            gallery = try .of(node: folder, tools, options)
        }
        try gallery.name(cameras: arguments.texts("camera"))
        let certificate = try await SiteEvaluation(
            gallery: gallery, probes: probes, strangers: strangers, groups: groups ?? .none, targetFpir: target
        ).run(tools, options, made: ISO8601.text(milliseconds: SystemTime().wallMilliseconds()))
        try certificate.write(to: output)
        print(certificate.text)
        print("Written: \(output)/certificate.html and \(output)/certificate.json")
    }
}
