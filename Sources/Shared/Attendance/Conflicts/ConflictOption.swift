/// One way to resolve a conflict. Each can be undone.
package struct ConflictOption: Hashable, Sendable, Codable {
    package let resolution: Resolution
    /// Tells the ways of one resolution apart: whom, which room, which correction.
    package let choice: String?
    /// What it does, for people.
    package let meaning: String
    /// What is decided with it.
    package let ruling: Ruling

    package init(_ ruling: Ruling, choice: String? = nil, meaning: String) {
        resolution = ruling.resolution
        self.choice = choice
        self.meaning = meaning
        self.ruling = ruling
    }
}
