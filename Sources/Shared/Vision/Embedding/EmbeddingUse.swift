/// What an embedding is for. Both are of the same model and are compared with each other.
package enum EmbeddingUse: Sendable {
    /// To be searched for. One pass of the network.
    case probe
    /// To be enrolled. With packs that say so, the mean of the crop's and its mirror image's: a second pass that many
    /// searches gain from (measured in docs/RECOGNITION.md).
    case reference
}
