/// Turning, scaling and moving, without shear or mirror:
/// x' = a·x − b·y + moveX, y' = b·x + a·y + moveY.
package struct SimilarityTransform: Sendable, Hashable {
    package var a: Float
    package var b: Float
    package var moveX: Float
    package var moveY: Float

    package init(a: Float, b: Float, moveX: Float, moveY: Float) {
        self.a = a
        self.b = b
        self.moveX = moveX
        self.moveY = moveY
    }

    /// The transform that brings `points` closest to `targets` (least sum of squared distances): Umeyama,
    /// "Least-squares estimation of transformation parameters between two point patterns", IEEE PAMI 1991. In two
    /// dimensions and without mirroring the solution is closed: no decomposition is needed.
    ///
    /// - Returns: nil where the points coincide or are not finite, so that no transform is the best.
    package init?(from points: [Point], to targets: [Point]) {
        precondition(points.count == targets.count, "points and targets come in pairs")
        let count = Double(points.count)
        guard count >= 2 else { return nil }
        func mean(_ values: [Float]) -> Double { values.reduce(0) { $0 + Double($1) } / count }
        let (fromX, fromY) = (mean(points.map(\.x)), mean(points.map(\.y)))
        let (toX, toY) = (mean(targets.map(\.x)), mean(targets.map(\.y)))
        var along = 0.0
        var across = 0.0
        var spread = 0.0
        for (point, target) in zip(points, targets) {
            let (x, y) = (Double(point.x) - fromX, Double(point.y) - fromY)
            let (u, v) = (Double(target.x) - toX, Double(target.y) - toY)
            along += x * u + y * v
            across += x * v - y * u
            spread += x * x + y * y
        }
        let (a, b) = (along / spread, across / spread)
        guard spread > 1e-6, a.isFinite, b.isFinite, a * a + b * b > 1e-12 else { return nil }
        self.init(
            a: Float(a), b: Float(b), moveX: Float(toX - a * fromX + b * fromY),
            moveY: Float(toY - b * fromX - a * fromY))
    }

    /// From the pixels of a square crop of `side` pixels to the image in which the crop is `box` (its width counts).
    init(from box: Box, side: Int) {
        let scale = box.width / Float(side)
        // Pixel centres are half a pixel inside the edges.
        self.init(a: scale, b: 0, moveX: box.x + (scale - 1) / 2, moveY: box.y + (scale - 1) / 2)
    }

    /// How much longer distances become.
    package var scale: Float { (a * a + b * b).squareRoot() }

    package var inverse: SimilarityTransform {
        let square = a * a + b * b
        let (c, d) = (a / square, -b / square)
        return SimilarityTransform(
            a: c, b: d, moveX: -(c * moveX - d * moveY), moveY: -(d * moveX + c * moveY))
    }

    package func apply(to point: Point) -> Point {
        Point(x: a * point.x - b * point.y + moveX, y: b * point.x + a * point.y + moveY)
    }
}
