import Attendance
import Service
import Vision

/// The embedders that are installed, by model id. Packs are read whole and verified, so that is done again only where
/// some came or went.
package actor InstalledModels {
    private let packs: ModelPackStore
    private let lanes = WorkLanes("rollcall.packs", width: 1, maximumWaiting: HubLimits.pageItems)
    private var known: (names: [String], models: [ModelID: String])?

    init(packs: ModelPackStore) {
        self.packs = packs
    }

    /// Pack names by model id. What cannot be used is left out.
    func models() async throws -> [ModelID: String] {
        let packs = packs
        let names = packs.names()
        if let known, known.names == names { return known.models }
        let models = try await lanes.run {
            let found = names.compactMap { name in (try? packs.load(name).modelID).map { ($0, name) } }
            return Dictionary(found) { first, _ in first }
        }
        known = (names, models)
        return models
    }
}
