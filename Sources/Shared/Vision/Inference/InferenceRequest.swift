import COpenVINO

/// The memory of one inference of a network.
///
/// `@unchecked Sendable`: `Network.withRequest` gives a request to one caller at a time, so it is never used by two
/// threads at once; the handle never changes.
package final class InferenceRequest: @unchecked Sendable {
    private let handle: OpaquePointer
    private let subject: String
    private let outputCount: Int

    init(of network: OpaquePointer, _ subject: String, outputCount: Int) throws(VisionError) {
        var created: OpaquePointer?
        try inferenceCheck(subject) { copenvino_request_create(network, &created, &$0) }
        guard let created else { throw VisionError(.inferenceFailed, "\(subject): no request.") }
        handle = created
        self.subject = subject
        self.outputCount = outputCount
    }

    deinit {
        copenvino_request_free(handle)
    }

    /// Lets `fill` write the input in place, then runs the network.
    ///
    /// - Parameters:
    ///   - shape: the input's shape where the network's is dynamic; nil where it is fixed.
    ///   - fill: gets the whole input. The pointer is good for this call only.
    package func run(shape: [Int]? = nil, fill: (UnsafeMutableBufferPointer<Float>) -> Void) throws(VisionError) {
        let shape = (shape ?? []).map { Int64($0) }
        var tensor = copenvino_tensor()
        try inferenceCheck(subject) {
            copenvino_request_input(handle, shape, shape.count, &tensor, &$0)
        }
        // The library owns `count` floats at `values` until the request's next call.
        fill(UnsafeMutableBufferPointer(start: tensor.values, count: tensor.count))
        try inferenceCheck(subject) { copenvino_request_run(handle, &$0) }
    }

    /// Reads an output of the last run: its values, row-major, and its shape. The pointer is good for this call only.
    package func output<Result>(
        _ index: Int = 0, _ read: (UnsafeBufferPointer<Float>, [Int]) throws -> Result
    ) throws -> Result {
        var tensor = copenvino_tensor()
        try inferenceCheck(subject) { copenvino_request_output(handle, index, &tensor, &$0) }
        return try view(tensor, read)
    }

    /// Reads the output of this name, which has exactly `count` values.
    package func output<Result>(
        named name: String, count: Int, _ read: (UnsafeBufferPointer<Float>) throws -> Result
    ) throws -> Result {
        var tensor = copenvino_tensor()
        try inferenceCheck(subject) { copenvino_request_output_named(handle, name, &tensor, &$0) }
        guard tensor.count == count else {
            throw VisionError(
                .packUnsupported, "\(subject): output \(name) has \(tensor.count) values, not \(count).")
        }
        return try view(tensor) { values, _ in try read(values) }
    }

    /// Reads the output whose last dimension is this and which has `rows` such rows, or any number where nil.
    package func output<Result>(
        lastDimension: Int, rows: Int?, _ read: (UnsafeBufferPointer<Float>, [Int]) throws -> Result
    ) throws -> Result {
        for index in 0..<outputCount {
            let shape = try output(index) { _, shape in shape }
            if shape.last == lastDimension, rows == nil || shape.dropLast().reduce(1, *) == rows {
                return try output(index, read)
            }
        }
        throw VisionError(.packUnsupported, "\(subject) has no output with rows of \(lastDimension) values.")
    }

    private func view<Result>(
        _ tensor: copenvino_tensor, _ read: (UnsafeBufferPointer<Float>, [Int]) throws -> Result
    ) rethrows -> Result {
        // `shape` is a C array of six and the rank is at most six; the library owns `count` floats at `values` until
        // the request runs again.
        let shape = withUnsafeBytes(of: tensor.shape) {
            $0.bindMemory(to: Int64.self).prefix(tensor.rank).map { Int($0) }
        }
        return try read(UnsafeBufferPointer(start: tensor.values, count: tensor.count), shape)
    }
}
