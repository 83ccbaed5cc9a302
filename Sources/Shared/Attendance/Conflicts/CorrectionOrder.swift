/// Which of several corrections of one record is in force. A pure function: the order of arrival does not matter.
///
/// A correction that another one names in `supersedes` is out of force, unless the other's role is lower: a teacher
/// does not end an administrator's word by having seen it. Of those that remain, the greatest by (role, `at`, id) is in
/// force. Where they say different things, nobody saw both, and a human should look.
package enum CorrectionOrder {
    package struct Standing: Hashable, Sendable {
        /// Everything that was said, the one in force last.
        package let chain: [Correction]
        /// What nobody superseded or overruled, weakest first.
        package let heads: [Correction]

        package var inForce: Correction? { heads.last }
        package var isContested: Bool { Set(heads.map(\.status)).count > 1 }
    }

    /// `corrections`: all of one record.
    package static func standing(of corrections: some Sequence<Correction>, rulings: Rulings) -> Standing {
        let ordered = corrections.sorted(by: isWeaker)
        let roles = Dictionary(ordered.map { ($0.id, $0.role) }, uniquingKeysWith: { first, _ in first })
        let superseded = Set(ordered.flatMap { one in
            one.supersedes.filter { other in other != one.id && (roles[other] ?? .admin) <= one.role }
        })
        let heads = ordered.filter { !superseded.contains($0.id) && !rulings.isOverruled($0.id) }
        // A circle cannot come from one hub; then everything stands.
        let standing = heads.isEmpty ? ordered : heads
        let last = standing.last.map { [$0] } ?? []
        return Standing(chain: ordered.filter { $0.id != last.first?.id } + last, heads: standing)
    }

    private static func isWeaker(_ one: Correction, _ other: Correction) -> Bool {
        if one.role != other.role { return one.role < other.role }
        return (one.at, one.id) < (other.at, other.id)
    }
}
