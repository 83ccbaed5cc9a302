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
        let wide = try #require(image.crop(
            around: Box(x: 0, y: 0, width: Float(image.width), height: Float(image.height) / 2), maximumSide: 4_096))
        #expect(try detector.detect(in: wide).isEmpty == false)
    }
}
