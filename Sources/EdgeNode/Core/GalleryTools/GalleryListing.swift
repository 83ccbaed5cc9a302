import Gallery
import Service

/// A gallery file for people's eyes.
package struct GalleryListing: Sendable {
    package let inspection: GalleryInspection
    private let gallery: Gallery

    /// Opens and verifies the file. Throws `GalleryError`.
    package init(path: String, dataFolder: String? = nil) throws {
        gallery = try GalleryInspection.open(path, dataFolder: dataFolder)
        inspection = GalleryInspection(file: path, gallery)
    }

    package func text(rows: Bool) -> String {
        var table = Table([.left(""), .left("")])
        table.add(["File", inspection.file])
        table.add(["Model", inspection.modelId.text])
        table.add(["Dimension", String(inspection.dimension)])
        table.add(["Generation", String(inspection.generation)])
        table.add([
            "Sections",
            inspection.sections.isEmpty
                ? "everyone" : inspection.sections.map(\.text).joined(separator: ", "),
        ])
        table.add(["Created", ISO8601.text(milliseconds: inspection.createdMs)])
        table.add(["People", String(inspection.people)])
        table.add(["Samples", String(inspection.samples)])
        table.add(["Root", inspection.root + " (verified)"])
        return rows ? table.rendered() + "\n" + rowsText : table.rendered()
    }

    private var rowsText: String {
        var table = Table([.right("Row"), .left("Sample"), .left("Person")])
        for index in 0..<gallery.count {
            table.add([
                String(index), gallery.sampleIDs[index].description,
                gallery.personID(ofRow: index).description,
            ])
        }
        return table.rendered()
    }
}
