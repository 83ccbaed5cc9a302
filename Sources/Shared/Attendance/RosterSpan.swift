/// How long somebody belonged to a teaching group. What is changed later does not change who was on a past roster.
package struct RosterSpan: Hashable, Sendable {
    package let section: SectionID
    /// Milliseconds since 1970 UTC, inclusive; `RosterSpan.always`: since before anything is known.
    package let since: Int64
    /// Not included; nil: still.
    package var until: Int64?

    /// Whoever is new belongs to their groups since ever: they may have been enrolled long after term began, or at a
    /// node that was offline.
    package static let always: Int64 = -1_000_000_000_000_000

    package init(section: SectionID, since: Int64 = always, until: Int64? = nil) {
        self.section = section
        self.since = since
        self.until = until
    }

    package func contains(_ time: Int64) -> Bool {
        since <= time && until.map { time < $0 } ?? true
    }

    /// The history of one person who belongs to `sections` from `time` on, whatever was said before about the time
    /// after it. Sorted by section and time.
    package static func history(
        _ spans: some Sequence<RosterSpan>, changedTo sections: some Sequence<SectionID>, at time: Int64
    ) -> [RosterSpan] {
        var remaining = Set(sections)
        let kept = spans.filter { $0.since < time }.map { span in
            guard span.contains(time - 1) else { return span }
            return RosterSpan(
                section: span.section, since: span.since, until: remaining.remove(span.section) == nil ? time : nil)
        }
        return (kept + remaining.map { RosterSpan(section: $0, since: time) }).sorted {
            ($0.section, $0.since) < ($1.section, $1.since)
        }
    }
}
