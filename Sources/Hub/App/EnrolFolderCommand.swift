import HubCore
import Service

/// `rollcall-hub people enrol-folder`: a whole school at once.
enum EnrolFolderCommand {
    static let command = Command(
        "enrol-folder", "Enrols everybody of a folder or ZIP archive of photographs.",
        discussion: """
            FOLDER, or the archive, has a folder for each person, called by the person's name, or photographs such as
            "Ana Castillo 2.jpg", or photographs called by the number of somebody who was added, such
            as "1207.jpg". Who is enrolled already is passed over, so the command may be repeated.
            At the end it says which photographs were not used and why, who looks like somebody
            else, and what to do.
            """,
        options: [
            DataFolder.option,
            .option("section", "SECTION", "Teaching group of everybody who is new.", repeats: true),
            .flag("all", "A line for each photograph, also for good ones."),
            DataFolder.json,
        ],
        arguments: [.one("folder", "Folder, or ZIP archive, of JPEG, PNG, PGM or PPM files.")],
        example: "rollcall-hub people enrol-folder photographs-7b --section 7b"
    ) { arguments in
        let folder = try arguments.positional("folder")
        let sources = PhotographArchive.isArchive(folder)
            ? try PhotographArchive.sources(in: folder) : PhotographFolder.sources(in: folder)
        let enrolment = try FolderEnrolment(folder, sources, sections: arguments.texts("section"))
        let line = ProgressLine("Enrolling", total: enrolment.people)
        let report = try await DataFolder.withHub(arguments) { try await enrolment.run($0) { line.update($0) } }
        line.finish()
        if arguments.flag("json") { return try DataFolder.printJSON(report) }
        show(report, arguments.flag("all") ? report.lines : report.remarks)
    }

    private static func show(_ report: FolderEnrolmentReport, _ lines: [FolderEnrolmentReport.Line]) {
        if !lines.isEmpty {
            var table = Table([.left("Person"), .left("Photograph"), .left("Result")])
            for line in lines { table.add([line.person, line.photograph.file, line.photograph.result]) }
            print(table.rendered())
        }
        if !report.alike.isEmpty {
            var table = Table([.left("Alike"), .left("Conflict")])
            for conflict in report.alike {
                table.add([
                    conflict.people.map { $0.name ?? "unknown" }.joined(separator: " and "), "\(conflict.id)",
                ])
            }
            print(table.rendered())
        }
        let samples = report.enrolled.reduce(0) { $0 + $1.samples }
        print("\(report.enrolled.count) people are enrolled with \(samples) face samples.")
        if !report.known.isEmpty { print("\(report.known.count) people were there already and were passed over.") }
        report.advice.forEach { print($0) }
    }
}
