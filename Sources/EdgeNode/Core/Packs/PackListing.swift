import Service
import Vision

/// The model packs of this machine, read and verified.
package struct PackListing: Sendable {
    package struct Entry: Sendable {
        package let name: String
        package let folder: String
        /// Why it cannot be used, or what it is.
        package let pack: Result<ModelPack, VisionError>
        /// Whether the node (or, without one, any command that names no other) uses it.
        package let isUsed: Bool
    }

    /// By name.
    package let entries: [Entry]

    /// - Parameter names: which packs; nil for all there are. Throws `VisionError` for one that there is not.
    package init(_ options: VisionOptions, names: [String]? = nil) throws(VisionError) {
        let store = options.store
        var entries: [Entry] = []
        for name in names ?? store.names() {
            guard let folder = store.folder(of: name) else {
                _ = try store.load(name)
                continue
            }
            let pack = Result { () throws(VisionError) in try store.load(name) }
            entries.append(Entry(
                name: name, folder: folder, pack: pack, isUsed: [options.detector, options.embedder].contains(name)))
        }
        self.entries = entries
    }

    /// A line for each pack: whole, or what is wrong with it.
    package var verdicts: [String] {
        entries.map { entry in
            switch entry.pack {
            case .success(let pack): "\(entry.name): whole, \(pack.files.count) files in \(entry.folder)"
            case .failure(let error): "\(entry.name): \(error.message)"
            }
        }
    }

    /// Packs that cannot be used.
    package var damaged: Int {
        entries.count { entry in
            if case .failure = entry.pack { true } else { false }
        }
    }

    /// For people.
    package var text: String {
        guard !entries.isEmpty else { return "There are no model packs. Run deploy/bootstrap, or: packs add FOLDER" }
        var table = Table([
            .left("Pack"), .left("Role"), .left("Licence"), .left("Model"), .right("Size"), .left("Used"),
            .left("Folder"),
        ])
        for entry in entries {
            switch entry.pack {
            case .success(let pack):
                table.add([
                    entry.name, pack.modelID == nil ? "detector" : "embedder", pack.licence,
                    pack.modelID?.short ?? "", Self.size(pack), entry.isUsed ? "yes" : "", entry.folder,
                ])
            case .failure:
                table.add([entry.name, "damaged", "", "", "", entry.isUsed ? "yes" : "", entry.folder])
            }
        }
        return table.rendered()
    }

    private static func size(_ pack: ModelPack) -> String {
        let bytes = pack.files.values.reduce(pack.manifest.count) { $0 + $1.count }
        return Decimals.text(Double(bytes) / 1_000_000, 1) + " MB"
    }
}
