/// Two photographs that were compared.
package struct ScoredPair: Sendable {
    /// Which tenth of the list the pair is in.
    package let fold: Int
    /// Whether both show the same person.
    package let isSame: Bool
    /// Cosine similarity; nil when no face was found in one of them (failure to acquire).
    package let similarity: Float?

    package init(fold: Int, isSame: Bool, similarity: Float?) {
        self.fold = fold
        self.isSame = isSame
        self.similarity = similarity
    }
}
