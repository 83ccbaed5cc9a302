/// `embedder.json` of a model pack: everything between an image and an embedding that changes the embedding.
package struct EmbedderDescription: Sendable, Decodable {
    /// Limits that keep a wrong file from asking for absurd memory.
    static let maximumInputSide = 1024
    static let maximumDimension = 4096

    struct Input: Sendable, Decodable {
        let width: Int
        let height: Int
        let colours: ChannelOrder
        /// One per channel, in the order red, green, blue.
        let mean: [Float]
        let scale: Float
    }

    enum Metric: String, Sendable, Decodable {
        case cosine
    }

    /// File name of the network.
    let weights: String
    let weightsSHA256: String
    let input: Input
    /// Where the five landmarks lie in the aligned crop.
    let template: [[Float]]
    package let dimension: Int
    let metric: Metric
    /// Whether the embedding is the mean of the crop's and its mirror image's.
    let mirror: Bool

    enum CodingKeys: String, CodingKey {
        case weights, input, template, dimension, metric, mirror
        case weightsSHA256 = "weights_sha256"
    }

    var landmarks: FaceLandmarks {
        let points = template.map { Point(x: $0[0], y: $0[1]) }
        return FaceLandmarks(
            leftEye: points[0], rightEye: points[1], nose: points[2], leftMouth: points[3], rightMouth: points[4])
    }

    /// What is wrong with the numbers, or nil.
    var problem: String? {
        let sides = 1...Self.maximumInputSide
        if !sides.contains(input.width) || !sides.contains(input.height) {
            return "the input is \(input.width)×\(input.height); limit \(Self.maximumInputSide)"
        }
        if !(1...Self.maximumDimension).contains(dimension) {
            return "the dimension is \(dimension); limit \(Self.maximumDimension)"
        }
        if input.mean.count != 3 { return "the mean has \(input.mean.count) numbers, not 3" }
        if template.count != 5 || template.contains(where: { $0.count != 2 }) {
            return "the template is not five points"
        }
        return nil
    }
}
