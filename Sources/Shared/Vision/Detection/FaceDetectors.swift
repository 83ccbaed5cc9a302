/// The detectors that a pack may hold. YuNet's pack says which of its layers need 32 bits whatever the options say
/// (docs/RECOGNITION.md); MTCNN computes with 32 bits always: with bf16 it was not measured.
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
        switch description {
        case .yunet(let yunet):
            return TiltedFaceDetector(
                base: try YuNetDetector(yunet, pack: pack, engine: engine, options: options, settings: settings))
        case .mtcnn(let mtcnn):
            var options = options
            options.precision = .float32
            return try MTCNNDetector(mtcnn, pack: pack, engine: engine, options: options, settings: settings)
        }
    }
}
