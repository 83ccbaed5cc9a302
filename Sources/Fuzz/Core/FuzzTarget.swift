/// Something that reads bytes from outside. Whatever the bytes are, it must end soon, keep its memory, and not trap;
/// refusing them is fine.
package struct FuzzTarget: Sendable {
    /// Lower case with dashes; also the name of its folder of inputs.
    package let name: String
    /// Pieces that its inputs are made of, beside numbers that everybody gets wrong.
    package let words: [String]
    /// Longest input, in bytes.
    package let maximumBytes: Int
    /// How many inputs the short run takes: by what one costs.
    package let shortRun: UInt64
    /// Sound inputs to begin with; the same ones in every process.
    package let seeds: @Sendable () throws -> [[UInt8]]
    /// The product reads such files in a process of its own, since the library under it crashes on some.
    package let isContained: Bool
    /// Makes what reads an input and says whether it was understood; state that is expensive to make is made once.
    package let reader: @Sendable () throws -> ([UInt8]) -> Bool

    package init(
        _ name: String, words: [String] = [], maximumBytes: Int = 16 << 10, shortRun: UInt64 = 10_000,
        isContained: Bool = false, seeds: @escaping @Sendable () throws -> [[UInt8]],
        reader: @escaping @Sendable () throws -> ([UInt8]) -> Bool
    ) {
        self.name = name
        self.words = words
        self.maximumBytes = maximumBytes
        self.shortRun = shortRun
        self.isContained = isContained
        self.seeds = seeds
        self.reader = reader
    }
}
