import EdgeNodeCore
import Foundation
import Service

/// What several commands share.
enum Standard {
    static let data = Option.option(
        "data", "DIR",
        "Data folder of the node. Else \(DataFolder.environmentVariable), else \(DataFolder.standardPath).")
    static let json = Option.flag("json", "Print JSON.")
    static let identity = [
        Option.option("name", "NAME", "The person's name."),
        Option.option("number", "NUMBER", "Student or staff number."),
        Option.option("section", "SECTION", "A teaching group of the person.", repeats: true),
        Option.option("person", "ID", "Somebody enrolled already, who gets more samples."),
        Option.flag(
            "anyway", "Enrol although somebody enrolled looks the same or has the same name, or the face is unlike the "
                + "person's other photographs."),
    ]

    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    static func folder(_ arguments: Arguments) -> DataFolder {
        DataFolder(explicit: arguments.textIfGiven("data"), environment: environment)
    }

    static func subject(_ arguments: Arguments) throws -> EnrolmentSubject {
        try EnrolmentSubject(
            name: arguments.textIfGiven("name"), number: arguments.textIfGiven("number"),
            sections: arguments.texts("section"), person: arguments.textIfGiven("person"),
            anyway: arguments.flag("anyway"))
    }

    /// Commands say their result on the standard output and only real trouble on the standard error.
    static let quietLog = Log(level: .warning)

    static func control<T: Sendable>(
        _ arguments: Arguments, _ body: @Sendable (ControlClient) async throws -> T
    ) async throws -> T {
        try await ControlClient.with(
            folder: folder(arguments), environment: environment, log: quietLog, body: body)
    }

    static func printJSON(_ value: some Encodable) throws {
        print(try Edge.json(value))
    }
}
