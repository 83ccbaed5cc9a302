import Foundation
import TestSupport
import Vision

/// The model packs and photographs that `deploy/bootstrap` prepares, opened once for all tests.
enum RealModels {
    static let areThere = ["yunet", "mtcnn", "sface", "dlib-resnet"].allSatisfy {
        Fixtures.exists("\(Fixtures.packs)/\($0)/manifest.json")
    } && Fixtures.exists(Fixtures.photographs + "/group-six.jpg")
    static let reason = "model packs or photographs are missing: run deploy/bootstrap"

    static let store = ModelPackStore(folders: [Fixtures.packs])
    static let engine = Result { try InferenceEngine() }

    private static let detectors = ["yunet", "mtcnn"].map { name in
        Result { try FaceDetectors.make(pack: store.load(name), engine: engine.get()) }
    }
    private static let embedders = ["sface", "dlib-resnet"].map { name in
        Result { try FaceEmbedder(pack: store.load(name), engine: engine.get()) }
    }

    static func analyser(_ detector: String = "yunet", _ embedder: String = "sface", decodeSide: Int = 1120) throws
        -> FaceAnalyser
    {
        try FaceAnalyser(
            detector: detectors[detector == "yunet" ? 0 : 1].get(),
            embedder: embedders[embedder == "sface" ? 0 : 1].get(), decodeSide: decodeSide)
    }

    static func photograph(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.photographs + "/" + name)))
    }

    static func similarity(_ first: [Float], _ second: [Float]) -> Float {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
