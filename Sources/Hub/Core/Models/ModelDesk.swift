import Attendance
import SQLite

/// Shows which models there are, and who has no samples of one.
struct ModelDesk: Sendable {
    let store: HubStore
    let installed: InstalledModels
    let keepsCrops: Bool

    func view() async throws -> ModelsView {
        let (installed, keepsCrops) = (try await installed.models(), keepsCrops)
        return try await store.read { database in
            let counts = try ModelTable.counts(in: database)
            let announced = try FeedTable.model(in: database)
            let all = Set(counts.keys).union(installed.keys).union(announced.map { [$0.id] } ?? [])
            let models = try all.map { id in
                ModelsView.Model(
                    id: id, pack: installed[id], isAnnounced: id == announced?.id,
                    isComplete: id == announced?.id && announced?.isComplete == true,
                    people: counts[id]?.people ?? 0, samples: counts[id]?.samples ?? 0,
                    missing: try ModelTable.missingCount(id, in: database),
                    waitingCrops: try CropTable.waitingCount(id, in: database),
                    refusedCrops: try CropTable.refusedCount(id, in: database))
            }
            return ModelsView(
                keepsCrops: keepsCrops, crops: try CropTable.count(in: database),
                models: models.sorted { ($0.isAnnounced ? 0 : 1, $0.id.text) < ($1.isAnnounced ? 0 : 1, $1.id.text) })
        }
    }

    /// One page of whoever has no samples of the model, in order of name.
    func missing(_ model: ModelID, cursor: String?, limit: Int) async throws -> Page<MissingPerson> {
        let after = try cursor.map { try ListCursor.parse($0, parts: 2) }
        let position = try after.map { (sortName: $0[0], id: try PersonID(text: $0[1])) }
        let people = try await store.read { database in
            try ModelTable.missing(model, after: position, limit: limit + 1, in: database)
        }
        return Page(people, limit: limit) { ListCursor.make([SearchText.folded($0.name), $0.id.description]) }
    }
}
