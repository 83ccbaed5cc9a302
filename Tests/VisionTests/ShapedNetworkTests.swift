import Testing
import Vision

/// A camera's pictures all have one size, for which the detector's network is compiled after a while.
@Suite(.enabled(if: RealModels.areThere, Comment(rawValue: RealModels.reason)))
struct ShapedNetworkTests {
    @Test func facesAreWhereTheyWereAlsoWithANetworkForTheSizeAlone() throws {
        let detector = try FaceDetectors.make(pack: RealModels.store.load("yunet"), engine: RealModels.engine.get())
        let image = try RealModels.analyser().decode(RealModels.photograph("group-six.jpg")).image
        let first = try detector.detect(in: image)
        #expect(first.count == 6)
        for _ in 0..<20 {
            let again = try detector.detect(in: image)
            try #require(again.count == first.count)
            for (one, other) in zip(first, again) {
                #expect(abs(one.score - other.score) < 1e-3)
                for (point, same) in zip(one.landmarks.points, other.landmarks.points) {
                    #expect(abs(point.x - same.x) < 0.05 && abs(point.y - same.y) < 0.05)
                }
            }
        }
    }

    @Test func anotherSizeIsStillLookedThrough() throws {
        let detector = try FaceDetectors.make(pack: RealModels.store.load("yunet"), engine: RealModels.engine.get())
        let image = try RealModels.analyser().decode(RealModels.photograph("group-six.jpg")).image
        for _ in 0..<17 { _ = try detector.detect(in: image) }
        let narrow = image.sampled(
            SimilarityTransform(a: 1, b: 0, moveX: 0, moveY: 0), width: image.width / 2, height: image.height)
        let found = try detector.detect(in: narrow).count
        #expect((1..<6).contains(found), "half of the picture")
    }
}
