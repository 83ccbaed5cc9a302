/// An input on which a target did what it must not.
package struct FuzzFinding: Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// The process was gone.
        case crash
        /// It took longer than `FuzzLimits.processorSeconds`, or never ended.
        case slow
        /// The process grew by more than `FuzzLimits.growthBytes`.
        case growth
    }

    package let kind: Kind
    package let index: UInt64
    /// How slow, how much, which signal.
    package let detail: String

    package init(_ kind: Kind, index: UInt64, detail: String) {
        self.kind = kind
        self.index = index
        self.detail = detail
    }
}
