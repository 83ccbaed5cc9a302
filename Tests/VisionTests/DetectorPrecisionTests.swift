import Testing
import Vision

/// Where the processor has bfloat16, YuNet computes with it but for the layers that its pack marks.
@Suite(.enabled(if: RealModels.areThere, Comment(rawValue: RealModels.reason)))
struct DetectorPrecisionTests {
    @Test func landmarksStayWhereTheyAreWith32Bits() throws {
        let (pack, engine) = (try RealModels.store.load("yunet"), try RealModels.engine.get())
        let detectors = try [InferenceOptions.Precision.float32, .bfloat16].map { precision in
            var options = InferenceOptions()
            options.precision = precision
            return try FaceDetectors.make(pack: pack, engine: engine, options: options)
        }
        var shifts: [Float] = []
        for name in ["group-six", "persons/obama-1", "persons/obama-2", "persons/biden-1", "strangers/stranger-3"] {
            let image = try RealModels.analyser().decode(RealModels.photograph(name + ".jpg")).image
            let found = try detectors.map { try $0.detect(in: image) }
            try #require(found[0].count == found[1].count)
            for face in found[0] {
                let same = try #require(found[1].max {
                    face.box.overlap(with: $0.box) < face.box.overlap(with: $1.box)
                })
                let (left, right) = (face.landmarks.leftEye, face.landmarks.rightEye)
                let eyes = ((left.x - right.x) * (left.x - right.x) + (left.y - right.y) * (left.y - right.y))
                    .squareRoot()
                for (point, moved) in zip(face.landmarks.points, same.landmarks.points) {
                    shifts.append(max(abs(point.x - moved.x), abs(point.y - moved.y)) / eyes)
                }
            }
        }
        let mean = shifts.reduce(0, +) / Float(shifts.count)
        #expect(mean < 0.003, "of the distance between the eyes; \(mean)")
    }

    @Test func thePackMarksLayers() throws {
        let pack = try RealModels.store.load("yunet")
        let description = String(decoding: try #require(pack.files["detector.xml"]), as: UTF8.self)
        #expect(description.contains("<attribute name=\"precise\" version=\"0\""))
    }
}
