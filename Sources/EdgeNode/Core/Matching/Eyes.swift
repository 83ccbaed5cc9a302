import Attendance
import Vision

/// The networks of one model, and the thresholds that were measured with it: what makes embeddings and judges them.
package struct Eyes: Sendable {
    package let analyser: FaceAnalyser
    package let rule: DecisionRule
    /// The embedder's pack.
    package let packName: String

    package var model: ModelID { analyser.modelID }

    package init(analyser: FaceAnalyser, rule: DecisionRule, packName: String) {
        self.analyser = analyser
        self.rule = rule
        self.packName = packName
    }
}
