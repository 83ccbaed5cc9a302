import Attendance

/// The part of one gallery that is searched, such as a section's own people. Made once by `Matcher.selection`, used for
/// many queries.
package struct PersonSelection: Sendable {
    /// Of each template, whether it is searched.
    let isChosen: [Bool]
    /// The templates that are searched, ascending.
    let templates: [Int32]
    /// Which gallery it is of.
    let root: String

    init(_ isChosen: [Bool], root: String) {
        self.isChosen = isChosen
        self.root = root
        templates = isChosen.indices.filter { isChosen[$0] }.map(Int32.init)
    }

    /// Everyone else.
    package func inverted() -> PersonSelection {
        PersonSelection(isChosen.map { !$0 }, root: root)
    }

    package var isEmpty: Bool { templates.isEmpty }
}
