import COpenVINO
import Synchronization

/// A network compiled for the processor: one float input, any number of float outputs. May be used from several
/// threads; each call takes a request of its own out of a pool that grows to the number of callers.
///
/// `@unchecked Sendable`: the handle never changes, creating requests from a compiled model is thread-safe in
/// OpenVINO, and the pool is inside a mutex.
package final class Network: @unchecked Sendable {
    package let outputCount: Int
    /// For error messages.
    let subject: String
    // Networks need the core that made them.
    private let engine: InferenceEngine
    private let handle: OpaquePointer
    private let idle = Mutex<[InferenceRequest]>([])

    /// - Parameters:
    ///   - file: an ONNX file, or OpenVINO's description of a network; not kept.
    ///   - weights: what belongs to a description; an ONNX file has its own.
    ///   - inputShape: replaces the input's shape in the file; a negative dimension is dynamic; nil keeps the file's.
    package init(
        _ subject: String, file: [UInt8], weights: [UInt8] = [], inputShape: [Int]?, engine: InferenceEngine,
        options: InferenceOptions
    ) throws(VisionError) {
        let created = try Self.compile(subject, (file, weights), inputShape, engine, options)
        self.subject = subject
        self.engine = engine
        handle = created
        var count = 0
        do throws(VisionError) {
            try inferenceCheck(subject) { copenvino_network_output_count(created, &count, &$0) }
        } catch {
            // Without all properties set there is no deinit that would free it.
            copenvino_network_free(created)
            throw error
        }
        outputCount = count
    }

    deinit {
        // Requests hold their own references to what they need of the network.
        copenvino_network_free(handle)
    }

    package func hasOutput(named name: String) -> Bool {
        copenvino_network_has_output(handle, name) == 1
    }

    /// Runs `body` with a request that nobody else uses meanwhile.
    package func withRequest<Result>(_ body: (InferenceRequest) throws -> Result) throws -> Result {
        let request = try idle.withLock { $0.popLast() } 
            ?? InferenceRequest(of: handle, subject, outputCount: outputCount)
        defer { idle.withLock { $0.append(request) } }
        return try body(request)
    }

    private static func compile(
        _ subject: String, _ bytes: (file: [UInt8], weights: [UInt8]), _ inputShape: [Int]?, _ engine: InferenceEngine,
        _ options: InferenceOptions
    ) throws(VisionError) -> OpaquePointer {
        if let folder = options.cacheFolder.flatMap({ CompiledNetworkFolder(root: $0, subject: subject) }) {
            let before = folder.open()
            // For instance on a full disk; the second try says what is wrong with the network itself.
            if let created = try? compile(subject, bytes, inputShape, engine, options, cache: folder.path) {
                folder.close(before: before)
                return created
            }
        }
        return try compile(subject, bytes, inputShape, engine, options, cache: nil)
    }

    private static func compile(
        _ subject: String, _ bytes: (file: [UInt8], weights: [UInt8]), _ inputShape: [Int]?, _ engine: InferenceEngine,
        _ options: InferenceOptions, cache: String?
    ) throws(VisionError) -> OpaquePointer {
        let shape = (inputShape ?? []).map { Int64($0) }
        var created: OpaquePointer?
        try inferenceCheck(subject) { message in
            Self.withOptions(options, cache: cache) { cOptions in
                copenvino_network_create(
                    engine.handle, bytes.file, bytes.file.count, bytes.weights, bytes.weights.count, shape, shape.count,
                    cOptions, &created, &message)
            }
        }
        guard let created else { throw VisionError(.inferenceFailed, "\(subject) was not compiled.") }
        return created
    }

    private static func withOptions(
        _ options: InferenceOptions, cache: String?, _ body: (UnsafePointer<copenvino_options>) -> Int32
    ) -> Int32 {
        // The strings and the struct live until `body` returns, and the library copies what it keeps.
        options.precision.rawValue.withCString { precision in
            func call(_ folder: UnsafePointer<CChar>?) -> Int32 {
                var cOptions = copenvino_options(
                    threads: Int32(clamping: max(1, options.threads)),
                    streams: Int32(clamping: max(1, options.streams)),
                    precision: precision, cache_folder: folder)
                return body(&cOptions)
            }
            guard let cache else { return call(nil) }
            return cache.withCString { call($0) }
        }
    }
}
