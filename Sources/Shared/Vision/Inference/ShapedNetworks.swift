import Synchronization

/// A network for inputs of any size, and for sizes that come often one of their own: compiled for one size a network is
/// faster, and plans its memory once instead of with every frame. May be used from several threads.
final class ShapedNetworks: Sendable {
    /// Times that a size comes before a network is compiled for it: a camera's comes always, a photograph's may come
    /// once. Compiling takes as long as it saves with 50 to 100 inputs.
    static let often = 4
    /// Sizes that get a network of their own.
    static let most = 12

    fileprivate enum Size {
        case seen(Int)
        /// nil while it is compiled, or where it could not be.
        case own(Network?)
    }

    let general: Network
    private let sizes = Mutex<[[Int]: Size]>([:])
    private let compile: @Sendable ([Int]) -> Network?

    /// Throws `inferenceFailed` where the network cannot be compiled.
    init(
        _ subject: String, file: [UInt8], weights: [UInt8], generalShape: [Int], engine: InferenceEngine,
        options: InferenceOptions
    ) throws(VisionError) {
        general = try Network(
            subject, file: file, weights: weights, inputShape: generalShape, engine: engine, options: options)
        compile = { shape in
            let name = subject + " " + shape.map { "\($0)" }.joined(separator: "x")
            return try? Network(
                name, file: file, weights: weights, inputShape: shape, engine: engine, options: options)
        }
    }

    /// The network that takes inputs of this shape.
    func network(for shape: [Int]) -> Network {
        let (network, isDue) = sizes.withLock { sizes -> (Network?, Bool) in
            switch sizes[shape] ?? .seen(0) {
            case .own(let network):
                return (network, false)
            case .seen(let times) where times + 1 < Self.often || sizes.values.count(where: \.isOwn) >= Self.most:
                if sizes.count < Self.remembered { sizes[shape] = .seen(times + 1) }
                return (nil, false)
            case .seen:
                sizes[shape] = .own(nil)
                return (nil, true)
            }
        }
        guard isDue else { return network ?? general }
        let compiled = compile(shape)
        sizes.withLock { $0[shape] = .own(compiled) }
        return compiled ?? general
    }

    /// Sizes that are counted; photographs may have any.
    private static let remembered = 256
}

extension ShapedNetworks.Size {
    fileprivate var isOwn: Bool { if case .own = self { true } else { false } }
}
