/// What `evaluate pairs` found.
package struct PairReport: Sendable, Encodable, Equatable {
    package let accuracy: Double
    package let std: Double
    /// True accept rate by false accept rate.
    package let tar: [String: Double]
    package let threshold: Float
    package let pairs: Int
    /// Photographs in which no face was found, or that could not be read.
    package let failuresToAcquire: Int
    package let models: ModelNames
}
