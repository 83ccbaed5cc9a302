import COpenVINO

/// The one place where a failed call of the inference library becomes an error. `subject` is the network or file
/// that the call was about.
func inferenceCheck(_ subject: String, _ call: (inout copenvino_message) -> Int32) throws(VisionError) {
    var message = copenvino_message()
    guard call(&message) != 0 else { return }
    throw VisionError(.inferenceFailed, "\(subject): \(message.summary)")
}

extension copenvino_message {
    /// One line out of the several that OpenVINO writes: the operation, and the last line that says something (the
    /// ones before it name files of its own source).
    var summary: String {
        // Read inside the closure only, and as far as the array's own size at most.
        let words = withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let lines = words.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        guard let first = lines.first, let last = lines.last else { return "failed without a message" }
        let operation = first.prefix { $0 != ":" }
        return lines.count == 1 ? String(first) : "\(operation): \(last)"
    }
}

extension [CChar] {
    /// The text up to the first NUL.
    var string: String {
        String(decoding: prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
