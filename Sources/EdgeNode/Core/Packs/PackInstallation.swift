import FoundationEssentials
import Service
import Vision

/// Puts a model pack where the programs look for packs.
package enum PackInstallation {
    package enum Outcome: Sendable, Equatable {
        case added(folder: String)
        /// The same pack is there.
        case present(folder: String)
    }

    /// Verifies the pack in `source` and adds it to `packs`, else to the user's own folder.
    /// - Returns: what happened and what to do next, in lines.
    package static func add(
        folder source: String, to packs: String?, environment: [String: String]
    ) throws -> [String] {
        guard let target = packs ?? ModelPackStore.userFolder(environment: environment) else {
            throw Failure(.configuration, "This user has no home", advice: "Name a folder: --packs DIR")
        }
        let pack = try ModelPack.load(folder: source)
        var lines: [String] = []
        switch try add(pack, to: target) {
        case .added(let folder): lines.append("Added: \(folder)")
        case .present(let folder): lines.append("It is there already: \(folder)")
        }
        let store = ModelPackStore.standard(explicit: packs, environment: environment)
        if let first = store.folder(of: pack.name), first != target + "/" + pack.name {
            lines.append("Another pack of this name is looked at first: \(first)")
        }
        let role = pack.modelID == nil ? "detector" : "embedder"
        lines.append("Next: rollcall-edge run --\(role) \(pack.name), or \"\(role)\" in node.json.")
        if let model = pack.modelID {
            lines.append(
                "Faces of different models are never compared: people are recognised by \(model.short) once they have "
                    + "samples of it.")
        }
        return lines
    }

    /// Copies a pack that was read and verified: what was hashed is what is written, into a folder that gets its name
    /// when all of it is on the disk. Throws `Failure` where another pack of that name is there, or a damaged one.
    package static func add(_ pack: ModelPack, to packs: String) throws -> Outcome {
        guard ModelPackStore.isName(pack.name) else {
            throw Failure(
                .dataError, "\(pack.folder)/manifest.json calls the pack \"\(pack.name)\": that is no folder's name")
        }
        let folder = packs + "/" + pack.name
        if FileManager.default.fileExists(atPath: folder) {
            guard let other = try? ModelPack.load(folder: folder) else {
                throw Failure(
                    .dataError, "\(folder) is there and is damaged", advice: "Remove it, and add the pack again.")
            }
            guard other.manifest == pack.manifest else {
                throw Failure(
                    .dataError, "\(folder) is another pack of the same name",
                    advice: "Give one of them another name: in manifest.json, and its folder.")
            }
            return .present(folder: folder)
        }
        let temporary = packs + "/.\(pack.name).new"
        // What an interrupted copy left behind.
        try? FileManager.default.removeItem(atPath: temporary)
        try Folder.createPrivate(temporary)
        do {
            for (file, bytes) in pack.files { try PrivateFile.write(temporary + "/" + file, bytes) }
            try PrivateFile.write(temporary + "/manifest.json", pack.manifest)
            try Folder.move(temporary, to: folder)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        return .added(folder: folder)
    }
}
