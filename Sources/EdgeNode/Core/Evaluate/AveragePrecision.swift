import Vision

/// How well a detector's boxes fit hand-drawn ones.
package enum AveragePrecision {
    /// A hand-drawn box; an ignored one counts neither for nor against the detector.
    package struct DrawnBox: Sendable, Equatable {
        package let box: Box
        package let isIgnored: Bool

        package init(box: Box, isIgnored: Bool) {
            self.box = box
            self.isIgnored = isIgnored
        }
    }

    /// All that was found and drawn in one image.
    package struct ImageResult: Sendable {
        package let found: [(box: Box, score: Float)]
        package let drawn: [DrawnBox]

        package init(found: [(box: Box, score: Float)], drawn: [DrawnBox]) {
            self.found = found
            self.drawn = drawn
        }
    }

    package struct Figures: Sendable, Equatable {
        /// Area under the precision–recall curve, all points (M. Everingham et al., PASCAL VOC 2010
        /// development kit).
        package let averagePrecision: Double
        /// Share of the drawn boxes that were found at all.
        package let recall: Double
        /// Drawn boxes that count.
        package let boxes: Int

        package init(averagePrecision: Double, recall: Double, boxes: Int) {
            self.averagePrecision = averagePrecision
            self.recall = recall
            self.boxes = boxes
        }
    }

    /// Intersection over union from which a found box fits a drawn one.
    package static let requiredOverlap: Float = 0.5

    package static func figures(of images: [ImageResult]) -> Figures {
        let verdicts = images.flatMap(judge).sorted { $0.score > $1.score }
        let boxes = images.reduce(0) { $0 + $1.drawn.count { !$0.isIgnored } }
        guard boxes > 0 else { return Figures(averagePrecision: 0, recall: 0, boxes: 0) }
        var right = 0
        var points: [(recall: Double, precision: Double)] = []
        for (index, verdict) in verdicts.enumerated() {
            right += verdict.isRight ? 1 : 0
            points.append((Double(right) / Double(boxes), Double(right) / Double(index + 1)))
        }
        var area = 0.0
        var precision = 0.0
        for (index, point) in points.enumerated().reversed() {
            precision = max(precision, point.precision)
            area += precision * (point.recall - (index > 0 ? points[index - 1].recall : 0))
        }
        return Figures(averagePrecision: area, recall: Double(right) / Double(boxes), boxes: boxes)
    }

    /// Best score first, each found box takes the free drawn box it fits best. What fits only an ignored
    /// box is left out.
    private static func judge(_ image: ImageResult) -> [(score: Float, isRight: Bool)] {
        var free = image.drawn.filter { !$0.isIgnored }.map(\.box)
        let ignored = image.drawn.filter(\.isIgnored).map(\.box)
        var verdicts: [(score: Float, isRight: Bool)] = []
        for (box, score) in image.found.sorted(by: { $0.score > $1.score }) {
            let best = free.indices.max { free[$0].overlap(with: box) < free[$1].overlap(with: box) }
            if let best, free[best].overlap(with: box) >= requiredOverlap {
                free.remove(at: best)
                verdicts.append((score, true))
            } else if !ignored.contains(where: { $0.overlap(with: box) >= requiredOverlap }) {
                verdicts.append((score, false))
            }
        }
        return verdicts
    }
}
