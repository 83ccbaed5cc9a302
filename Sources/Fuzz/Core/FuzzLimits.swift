/// What an input may cost.
package enum FuzzLimits {
    /// Processor time of one input, in seconds.
    package static let processorSeconds = 1.0
    /// How much the process may grow over all inputs, in bytes.
    package static let growthBytes = 256 << 20
    /// A process that stays at one input for longer, in seconds of wall time, is ended.
    package static let stuckSeconds = 30.0
    /// Likewise where the library is known to stall.
    package static let containedStuckSeconds = 2.0
    /// Inputs at most where each of them may cost a process.
    package static let containedInputs: UInt64 = 1_000
    /// A campaign ends after so many crashes.
    package static let findings = 40
}
