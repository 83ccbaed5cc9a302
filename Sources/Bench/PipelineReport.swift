import EdgeNodeCore

/// What `rollcall-bench pipeline` measured.
struct PipelineReport: Sendable, Encodable {
    let msPerImage: Double
    /// Found in one round.
    let faces: Int
    let images: Int
    let threads: Int
    /// Milliseconds of all workers together, per image.
    let stages: [String: Double]
    let galleryRows: Int
    let machine: String
    let models: ModelNames

    var text: String {
        let parts = stages.sorted { $0.value > $1.value }.map { "\($0.key) \(Decimals.text($0.value, 2))" }
        return """
            \(Decimals.text(msPerImage, 2)) ms per image, \(threads) threads, \(models.text)
            \(images) images, \(faces) faces
            of that, summed over threads: \(parts.joined(separator: ", ")) ms
            \(machine)
            """
    }
}
