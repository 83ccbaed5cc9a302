import FoundationEssentials
import Replication
import Vision

/// Whether the model by which the site recognises is here.
struct SiteModelCheck: Sendable {
    let folder: DataFolder
    let packs: ModelPackStore

    /// Nil where no node has joined, or no model was announced.
    func finding() -> DoctorFinding? {
        guard FileManager.default.fileExists(atPath: folder.database),
            let model = try? NodeReader(folder: folder).siteModel()
        else { return nil }
        let pack = try? packs.load(model.name)
        guard pack?.modelID == model.id else {
            return .warn(
                "site model", ModelRules.Waiting.notInstalled(model).words,
                fix: "Install the pack \(model.name) of model \(model.id.short), as the hub has it.")
        }
        return .ok("site model", "\(model.name), model \(model.id.short), is installed")
    }
}
