/// `detector.json` of a model pack.
package enum DetectorDescription: Sendable, Decodable {
    case yunet(YuNet)
    case mtcnn(MTCNN)

    package struct YuNet: Sendable, Decodable {
        /// OpenVINO's description of the network, which says which layers need 32 bits; nil where `weights` is a whole
        /// ONNX file.
        let network: String?
        let networkSHA256: String?
        let weights: String
        let weightsSHA256: String
        /// YuNet was trained on blue, green, red.
        let colours: ChannelOrder?
        let scoreThreshold: Float
        let overlapThreshold: Float

        enum CodingKeys: String, CodingKey {
            case network, weights, colours
            case networkSHA256 = "network_sha256"
            case weightsSHA256 = "weights_sha256"
            case scoreThreshold = "score_threshold"
            case overlapThreshold = "nms_threshold"
        }
    }

    package struct MTCNN: Sendable, Decodable {
        let proposal: String
        let proposalSHA256: String
        let refinement: String
        let refinementSHA256: String
        let output: String
        let outputSHA256: String
        /// Score thresholds of the three networks.
        let thresholds: [Float]
        let smallestFacePixels: Float
        let scaleFactor: Float

        enum CodingKeys: String, CodingKey {
            case thresholds
            case proposal = "pnet"
            case proposalSHA256 = "pnet_sha256"
            case refinement = "rnet"
            case refinementSHA256 = "rnet_sha256"
            case output = "onet"
            case outputSHA256 = "onet_sha256"
            case smallestFacePixels = "smallest_face_pixels"
            case scaleFactor = "scale_factor"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case kind
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .kind) {
        case "yunet": self = .yunet(try YuNet(from: decoder))
        case "mtcnn": self = .mtcnn(try MTCNN(from: decoder))
        case let kind:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "unknown kind of detector \"\(kind)\"")
        }
    }

    /// The networks' files and the hashes that this description names.
    var weights: [(file: String, sha256: String)] {
        switch self {
        case .yunet(let yunet):
            [(yunet.weights, yunet.weightsSHA256)]
                + (yunet.network.map { [($0, yunet.networkSHA256 ?? "without a hash")] } ?? [])
        case .mtcnn(let mtcnn):
            [
                (mtcnn.proposal, mtcnn.proposalSHA256), (mtcnn.refinement, mtcnn.refinementSHA256),
                (mtcnn.output, mtcnn.outputSHA256),
            ]
        }
    }

    /// What is wrong with the numbers, or nil.
    var problem: String? {
        switch self {
        case .yunet: nil
        case .mtcnn(let mtcnn):
            if mtcnn.thresholds.count != 3 {
                "there are \(mtcnn.thresholds.count) thresholds, not 3"
            } else if !(0.3...0.95).contains(mtcnn.scaleFactor) {
                "the scale factor is not between 0.3 and 0.95"
            } else if mtcnn.smallestFacePixels < 12 {
                "the smallest face has fewer than 12 pixels"
            } else {
                nil
            }
        }
    }
}
