/// Whose word a correction is; a higher role outranks a lower one.
package enum CorrectionRole: String, Sendable, Codable, CaseIterable, Comparable {
    case teacher
    case admin

    private var rank: Int {
        switch self {
        case .teacher: 0
        case .admin: 1
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
