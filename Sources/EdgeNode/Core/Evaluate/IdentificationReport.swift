/// What `evaluate identification` found.
package struct IdentificationReport: Sendable, Encodable {
    package struct Point: Sendable, Encodable {
        package let fpir: Double
        package let threshold: Float
        package let fnir: Double
        package let fnirCi95: [Double]
        /// A required lead over the second-best person that would cost one search in a thousand.
        package let lead001: Float
    }

    package let points: [Point]
    package let rank1Error: Double
    package let matedSearches: Int
    package let nonmatedSearches: Int
    /// People enrolled in each trial.
    package let gallery: Int
    package let enrol: Int
    package let trials: Int
    package let seed: UInt64
    /// Different people over all trials who were searched for, and strangers.
    package let matedPeople: Int
    package let strangers: Int
    package let score: String
    /// Whether what the people of a gallery have in common was subtracted.
    package let centred: Bool
    package let failuresToAcquire: Int
    package let intervals: String
    package let models: ModelNames
}
