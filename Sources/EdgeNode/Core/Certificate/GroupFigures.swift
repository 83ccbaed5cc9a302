/// The error rates of one group of people beside those of everybody else who is in a group. Pure.
package struct GroupFigures: Sendable, Codable, Equatable {
    package let group: String
    package let fnir: ErrorRate?
    package let fpir: ErrorRate?
    package let note: String

    /// Groups of fewer people say nothing.
    package static let leastPeople = 10

    /// All groups that a search belongs to, by name.
    package static func all(
        _ groups: PersonGroups, rule: DecisionRule, mated: [SiteSearch], strangers: [SiteSearch], seed: UInt64
    ) -> [GroupFigures] {
        func point(_ isIn: (String) -> Bool) -> WorkingPoint {
            func chosen(_ searches: [SiteSearch]) -> [SiteSearch] {
                searches.filter { groups.groups[$0.label].map(isIn) ?? false }
            }
            return WorkingPoint(rule, mated: chosen(mated), strangers: chosen(strangers), seed: seed)
        }
        return Set((mated + strangers).compactMap { groups.groups[$0.label] }).sorted().map { group in
            let own = point { $0 == group }
            let others = point { $0 != group }
            let notes = [
                note("FNIR", own.fnir, others.fnir, of: "enrolled people"),
                note("FPIR", own.fpir, others.fpir, of: "strangers"),
            ]
            return GroupFigures(
                group: group, fnir: own.fnir, fpir: own.fpir, note: notes.compactMap(\.self).joined(separator: "; "))
        }
    }

    private static func note(_ name: String, _ own: ErrorRate?, _ others: ErrorRate?, of people: String) -> String? {
        guard let own, let others else { return nil }
        if min(own.people, others.people) < leastPeople { return "\(name): too few \(people) to compare" }
        if own.overlaps(others) { return "\(name): no difference beyond the intervals" }
        return "\(name): \(own.share > others.share ? "higher" : "lower") than of the others, beyond the intervals"
    }
}
