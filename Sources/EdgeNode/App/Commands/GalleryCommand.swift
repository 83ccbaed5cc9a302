import EdgeNodeCore
import Service

/// `rollcall-edge gallery`: gallery files and plain files of labels and embeddings.
enum GalleryCommand {
    static let command = Command(
        "gallery", "Looks into gallery files; imports and exports embeddings.",
        subcommands: [inspect, importing, exporting])

    private static let inspect = Command(
        "inspect", "Verifies a gallery file and says what it holds.",
        options: [
            .flag("rows", "List every sample."), .flag("json", "The header as one line of JSON."),
            .option("data", "DIR", "Data folder of the node that sealed the file."),
        ],
        arguments: [.one("FILE", "Gallery file (.h5, or .sealed of a node).")],
        example: "rollcall-edge gallery inspect gallery-3-0123456789abcdef.sealed --data edge-data",
        run: runInspect)

    private static let importing = Command(
        "import", "Makes a gallery file from plain labels and embeddings (.h5).",
        discussion: """
            FILE holds a dataset of vectors (called embeddings, encodings, features …) and one of labels.
            It does not say which network made the vectors, so name it: by --embedder, a model pack, or
            by --model-id. The same file gives the same people and samples every time.
            """,
        options: [
            .option("embedder", "NAME", "Model pack that made the vectors."),
            .option("model-id", "ID", "Model id, where there is no pack: 64 hexadecimal digits."),
            .option("packs", "DIR", "Folder of model packs to look at first."),
            .option("output", "FILE", "Gallery file to make.", required: true),
        ],
        arguments: [.one("FILE", "Plain file (.h5).")],
        example: "rollcall-edge gallery import staff.h5 --embedder sface --output staff-gallery.h5",
        run: runImport)

    private static let exporting = Command(
        "export", "Writes a gallery's embeddings and labels to a plain file (.h5).",
        discussion:
            "The plain file holds biometric data: keep it like photographs, delete it when it is not needed.",
        options: [
            .option("data", "DIR", "Data folder of the node: opens what it sealed, and gives names as labels."),
            .option("output", "FILE", "Plain file to make.", required: true),
        ],
        arguments: [.one("FILE", "Gallery file (.h5, or .sealed of a node).")],
        example: "rollcall-edge gallery export staff-gallery.h5 --output staff.h5", run: runExport)

    @Sendable private static func runInspect(_ arguments: Arguments) async throws {
        let path = try arguments.positional("FILE")
        try ContainedReading.of(path) {
            let listing = try GalleryListing(path: path, dataFolder: arguments.textIfGiven("data"))
            print(
                arguments.flag("json")
                    ? try ReportJSON.text(listing.inspection) : listing.text(rows: arguments.flag("rows")))
        }
    }

    @Sendable private static func runImport(_ arguments: Arguments) async throws {
        let path = try arguments.positional("FILE")
        try ContainedReading.of(path) {
            let imported = try PlainImport.importFile(
                path, to: arguments.text("output"),
                model: ImportedModel(
                    embedder: arguments.textIfGiven("embedder"), modelID: arguments.textIfGiven("model-id"),
                    packs: arguments.textIfGiven("packs")))
            print("\(imported.people) people with \(imported.samples) samples, verified.")
        }
    }

    @Sendable private static func runExport(_ arguments: Arguments) async throws {
        let path = try arguments.positional("FILE")
        try ContainedReading.of(path) {
            let count = try GalleryExport.export(
                path, to: arguments.text("output"), dataFolder: arguments.textIfGiven("data"))
            print("\(count) rows written.")
        }
    }
}
