import HubCore
import Service

/// `rollcall-hub people enrol-folder`: a whole school at once.
enum EnrolFolderCommand {
    static let command = Command(
        "enrol-folder", "Enrols everybody of a folder of photographs.",
        discussion: """
            FOLDER has a folder for each person, called by the person's name, or photographs such as
            "Ana Castillo 2.jpg". Who is there already is passed over, so the command may be repeated.
            At the end it says which photographs were not used and why, and who looks like somebody
            else.
            """,
        options: [
            DataFolder.option,
            .option("section", "SECTION", "Everybody's teaching group.", repeats: true),
            DataFolder.json,
        ],
        arguments: [.one("folder", "Folder of JPEG, PNG, PGM or PPM files.")],
        example: "rollcall-hub people enrol-folder photographs-7b --section 7b"
    ) { arguments in
        let enrolment = try FolderEnrolment(arguments.positional("folder"), sections: arguments.texts("section"))
        let line = ProgressLine("Enrolling", total: enrolment.people)
        let report = try await DataFolder.withHub(arguments) { try await enrolment.run($0) { line.update($0) } }
        line.finish()
        if arguments.flag("json") { return try DataFolder.printJSON(report) }
        show(report)
    }

    private static func show(_ report: FolderEnrolment.Report) {
        if !report.refusals.isEmpty {
            var table = Table([.left("Person"), .left("Photograph"), .left("Not used because")])
            for refusal in report.refusals { table.add([refusal.person, refusal.file, refusal.reason]) }
            print(table.rendered())
        }
        if !report.alike.isEmpty {
            var table = Table([.left("Alike"), .left("Decide by")])
            for conflict in report.alike {
                table.add([
                    conflict.people.map { $0.name ?? "unknown" }.joined(separator: " and "),
                    "rollcall-hub conflicts show \(conflict.id)",
                ])
            }
            print(table.rendered())
        }
        let samples = report.enrolled.reduce(0) { $0 + $1.samples }
        print("\(report.enrolled.count) people are enrolled with \(samples) face samples.")
        if !report.known.isEmpty { print("\(report.known.count) people were there already and were passed over.") }
        if !report.withoutFace.isEmpty { print("Not enrolled: \(report.withoutFace.joined(separator: ", "))") }
    }
}
