import EdgeNodeCore
import Foundation
import Service

/// `rollcall-edge recognise`: faces of photographs, and whose they are.
enum RecogniseCommand {
    static let command = Command(
        "recognise", "Finds the faces in photographs and says who they are.",
        discussion: """
            Without --gallery, --people or --data, faces are found but nobody is named. A file that cannot
            be read is reported in its place, the others are still done, and the exit code is 65 at the end.
            """,
        options: [
            .option("gallery", "FILE", "Gallery file (.h5) to match against."),
            .option("data", "DIR", "Data folder of a node: its people, networks and thresholds."),
            .option("people", "FOLDER", "Labelled photographs to match against: NAME/….jpg or NAME.jpg."),
            .flag("json", "One JSON array with an object per file."),
        ] + VisionOptions.options,
        arguments: [.many("FILE", "JPEG, PNG, PGM or PPM photographs.")],
        example: "rollcall-edge recognise --people staff/ class-photo.jpg",
        run: run)

    @Sendable private static func run(_ arguments: Arguments) async throws {
        let sources = ["gallery", "data", "people"].filter { arguments.textIfGiven($0) != nil }
        guard sources.count <= 1 else {
            throw UsageError(
                "--\(sources[0]) and --\(sources[1]) exclude one another", advice: "Give one of them.")
        }
        let node = arguments.textIfGiven("data").map { DataFolder(path: $0) }
        let options = try node.map { try VisionOptions(arguments, node: $0) } ?? VisionOptions(arguments)
        let tools = try RecognitionTools(options)
        let known = try await known(arguments, tools, options)
        let rule = try node.map { try tools.rule(of: NodeConfiguration.load($0), options) }
        let files = try await tools.recogniser(known: known, rule: rule)
            .recognise(files: arguments.positionals("FILE"), workers: options.workers)
        print(arguments.flag("json") ? try ReportJSON.text(files) : RecognitionTable.text(files))
        try report(files)
    }

    private static func known(
        _ arguments: Arguments, _ tools: RecognitionTools, _ options: VisionOptions
    ) async throws -> KnownPeople? {
        if let path = arguments.textIfGiven("gallery") {
            return try tools.known(galleryFile: path)
        }
        if let folder = arguments.textIfGiven("data") {
            return try tools.known(dataFolder: folder)
        }
        guard let folder = arguments.textIfGiven("people") else { return nil }
        let outcome = try await tools.enrol(peopleFolder: folder, workers: options.workers)
        outcome.problems.forEach(warn)
        return outcome.known
    }

    /// One line for each file that could not be read; the last one is the error that ends the command.
    private static func report(_ files: [RecognisedFile]) throws {
        var bad = files.compactMap { file in file.problem.map { "\(file.file): \($0)" } }
        guard let last = bad.popLast() else { return }
        bad.forEach(warn)
        throw Failure(.dataError, last)
    }

    private static func warn(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
