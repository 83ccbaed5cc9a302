/// How a network is run on the processor.
package struct InferenceOptions: Sendable, Hashable {
    package enum Precision: String, Sendable, Codable, CaseIterable {
        case float32 = "f32"
        /// Faster where the processor has instructions for it; elsewhere the same as 32 bits. Accuracy did not move
        /// (docs/RECOGNITION.md).
        case bfloat16 = "bf16"
    }

    package var precision = Precision.bfloat16
    /// Threads of each network in all.
    package var threads = 1
    /// Inferences of each network side by side. For N workers that analyse at once: N threads, N streams.
    package var streams = 1
    /// Folder in which compiled networks are kept, for a faster start; nil for none.
    package var cacheFolder: String?

    package init() {}
}
