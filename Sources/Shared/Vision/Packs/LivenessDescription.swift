/// `liveness.json` of a model pack: everything between an image with a face and its liveness score.
package struct LivenessDescription: Sendable, Decodable {
    /// Limits that keep a wrong file from asking for absurd memory.
    static let maximumInputSide = 1024
    static let maximumNetworks = 8
    static let maximumClasses = 1_000
    static let maximumScale: Float = 16

    struct Input: Sendable, Decodable {
        let width: Int
        let height: Int
        let colours: ChannelOrder
    }

    struct Part: Sendable, Decodable {
        /// File name of the network.
        let weights: String
        let weightsSHA256: String
        /// How many times as wide and high as the face's box the part of the picture is that it sees.
        let scale: Float

        enum CodingKeys: String, CodingKey {
            case weights, scale
            case weightsSHA256 = "weights_sha256"
        }
    }

    let networks: [Part]
    /// Of each network: pixels 0…255, stretched to this size.
    let input: Input
    /// Shares that each network gives, which sum to 1.
    let classes: Int
    /// Which of them is the live face's; the others are attacks.
    let liveClass: Int

    enum CodingKeys: String, CodingKey {
        case networks, input, classes
        case liveClass = "live_class"
    }

    /// What is wrong with the numbers, or nil.
    var problem: String? {
        let sides = 1...Self.maximumInputSide
        if !(1...Self.maximumNetworks).contains(networks.count) {
            return "it has \(networks.count) networks; at least 1, limit \(Self.maximumNetworks)"
        }
        if !sides.contains(input.width) || !sides.contains(input.height) {
            return "the input is \(input.width)×\(input.height); limit \(Self.maximumInputSide)"
        }
        if !(2...Self.maximumClasses).contains(classes) || !(0..<classes).contains(liveClass) {
            return "class \(liveClass) of \(classes) cannot be the live one"
        }
        // Also false for what is not a number.
        guard networks.allSatisfy({ $0.scale >= 1 && $0.scale <= Self.maximumScale }) else {
            return "a network's scale is not between 1 and \(Int(Self.maximumScale))"
        }
        return nil
    }
}
