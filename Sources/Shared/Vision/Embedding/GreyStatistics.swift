/// Figures of an image's brightness (ITU-R BT.601 luma, 0…255).
struct GreyStatistics {
    let mean: Float
    let deviation: Float
    /// Variance of the 4-neighbour Laplacian over the inner pixels (Pech-Pacheco et al., ICPR 2000).
    let laplacianVariance: Float

    init(_ image: Image) {
        let (width, height) = (image.width, image.height)
        let grey = (0..<width * height).map { (index: Int) -> Float in
            let red = 0.299 * Float(image.pixels[3 * index])
            let green = 0.587 * Float(image.pixels[3 * index + 1])
            let blue = 0.114 * Float(image.pixels[3 * index + 2])
            return red + green + blue
        }
        var laplacian: [Float] = []
        laplacian.reserveCapacity(grey.count)
        if width > 2, height > 2 {
            for y in 1..<height - 1 {
                for x in 1..<width - 1 {
                    let index = y * width + x
                    let beside = grey[index - 1] + grey[index + 1]
                    let above = grey[index - width] + grey[index + width]
                    laplacian.append(beside + above - 4 * grey[index])
                }
            }
        }
        let (mean, variance) = Self.moments(grey)
        self.mean = mean
        deviation = variance.squareRoot()
        laplacianVariance = Self.moments(laplacian).variance
    }

    private static func moments(_ values: [Float]) -> (mean: Float, variance: Float) {
        guard !values.isEmpty else { return (0, 0) }
        let count = Float(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        return (mean, variance)
    }
}
