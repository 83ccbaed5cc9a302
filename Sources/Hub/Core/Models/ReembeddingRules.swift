import Attendance

/// By which models kept crops are read. Pure.
package enum ReembeddingRules {
    /// - Parameters:
    ///   - own: the model by which the hub reads photographs, which nodes are told of.
    ///   - isComplete: whether everybody has samples of it.
    ///   - used: models of which there are samples.
    ///   - installed: models whose packs are here.
    /// - Returns: in which order.
    package static func targets(
        own: ModelID, isComplete: Bool, used: Set<ModelID>, installed: Set<ModelID>
    ) -> [ModelID] {
        guard installed.contains(own) else { return [] }
        guard !isComplete else { return [own] }
        // Nodes have not changed yet: whoever is enrolled meanwhile needs samples of what they recognise by, too.
        let former = used.intersection(installed).subtracting([own])
        return [own] + former.sorted { $0.text < $1.text }
    }
}
