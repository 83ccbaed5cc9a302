import COpenVINO

/// The inference library, started once per process and shared by all networks.
///
/// `@unchecked Sendable`: the handle never changes, and OpenVINO's core may be used from several threads
/// ("ov::Core is thread-safe", OpenVINO documentation, "Inference pipeline").
package final class InferenceEngine: @unchecked Sendable {
    let handle: OpaquePointer

    package init() throws(VisionError) {
        var created: OpaquePointer?
        try inferenceCheck("OpenVINO") { copenvino_core_create(&created, &$0) }
        guard let created else { throw VisionError(.inferenceFailed, "OpenVINO did not start.") }
        handle = created
    }

    deinit {
        copenvino_core_free(handle)
    }

    /// The library's own version text.
    package var version: String {
        var text = [CChar](repeating: 0, count: 128)
        var message = copenvino_message()
        guard copenvino_version(&text, text.count, &message) == 0 else { return "unknown" }
        return text.string
    }
}
