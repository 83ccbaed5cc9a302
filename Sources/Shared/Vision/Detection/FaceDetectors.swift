/// The detectors that a pack may hold. They compute with 32 bits always: bf16 moves YuNet's landmarks by a quarter of a
/// pixel, which costs more searches than it saves time (docs/RECOGNITION.md).
package enum FaceDetectors {
    /// - Throws: `packUnsupported` where the pack is not a detector; `inferenceFailed` where its networks cannot be
    ///   compiled.
    package static func make(
        pack: ModelPack, engine: InferenceEngine, options: InferenceOptions = InferenceOptions(),
        settings: DetectionSettings = DetectionSettings()
    ) throws(VisionError) -> any FaceDetector {
        guard case .detector(let description) = pack.role else {
            throw VisionError(.packUnsupported, "The model pack \"\(pack.name)\" is not a face detector.")
        }
        var options = options
        options.precision = .float32
        switch description {
        case .yunet(let yunet):
            return TiltedFaceDetector(
                base: try YuNetDetector(yunet, pack: pack, engine: engine, options: options, settings: settings))
        case .mtcnn(let mtcnn):
            return try MTCNNDetector(mtcnn, pack: pack, engine: engine, options: options, settings: settings)
        }
    }
}
