import Attendance

/// What a node is to hold: the whole site, or the people of some sections with their samples.
package struct Scope: Hashable, Sendable {
    /// Everybody.
    package static let site = Scope(sections: [])

    /// Sorted, without doubles; empty: the whole site.
    package let sections: [SectionID]

    package init(sections: [SectionID]) {
        self.sections = Set(sections).sorted()
    }

    /// For people.
    package var text: String { isSite ? "everybody" : sections.map(\.text).joined(separator: ", ") }

    package var isSite: Bool { sections.isEmpty }

    /// As it stands in buckets: `site`, or the sections as a JSON list.
    package var name: String {
        isSite ? Bucket.site : String(decoding: (try? WireCoding.encode(sections)) ?? [], as: UTF8.self)
    }
}
