import Attendance
import Foundation
import Service
import Vision

/// Which network made the vectors of a plain file: the operator's word, since the file does not say.
package struct ImportedModel: Sendable {
    package let id: ModelID
    /// Known where a pack was named.
    package let dimension: Int?

    /// Exactly one of `embedder` (a pack's name) and `modelID` must be given. Throws `UsageError`, or
    /// `VisionError` for a pack that is missing, damaged or no embedder.
    package init(embedder: String?, modelID: String?, packs: String?) throws {
        switch (embedder, modelID) {
        case (let embedder?, nil):
            let pack = try ModelPackStore.standard(
                explicit: packs, environment: ProcessInfo.processInfo.environment
            ).load(embedder)
            guard case .embedder(let description) = pack.role, let id = pack.modelID else {
                throw UsageError(
                    "The model pack \"\(embedder)\" makes no embeddings", advice: "sface does, for example.")
            }
            self.id = id
            dimension = description.dimension
        case (nil, let text?):
            guard let id = try? ModelID(text) else {
                throw UsageError("--model-id is not a sha-256: 64 lower-case hexadecimal digits")
            }
            self.id = id
            dimension = nil
        default:
            throw UsageError(
                "Say which model made the vectors", advice: "Give either --embedder NAME or --model-id ID.")
        }
    }
}
