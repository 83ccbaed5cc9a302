import Attendance
import Vision

/// The networks of one model, and the thresholds that were measured with it: what makes embeddings and judges them.
package struct Eyes: Sendable {
    package let analyser: FaceAnalyser
    package let rule: DecisionRule
    /// The embedder's pack.
    package let packName: String

    package var model: ModelID { analyser.modelID }
    package var isCentred: Bool { analyser.embedder.isCentred }
    /// Similarity below which two faces alone are hardly one person's; nil: not measured.
    package var reviewAlone: Float? {
        guard let thresholds = analyser.embedder.thresholds else { return rule.review }
        return thresholds.alone?.review
    }

    package init(analyser: FaceAnalyser, rule: DecisionRule, packName: String) {
        self.analyser = analyser
        self.rule = rule
        self.packName = packName
    }
}
