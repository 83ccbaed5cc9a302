/// A part of a command line that is known by its place.
package struct Positional: Sendable {
    let name: String
    let help: String
    let minimum: Int
    let isRepeating: Bool

    package static func one(_ name: String, _ help: String) -> Positional {
        Positional(name: name, help: help, minimum: 1, isRepeating: false)
    }

    package static func optional(_ name: String, _ help: String) -> Positional {
        Positional(name: name, help: help, minimum: 0, isRepeating: false)
    }

    /// Takes all that is left; the last of its command.
    package static func many(_ name: String, _ help: String, minimum: Int = 1) -> Positional {
        Positional(name: name, help: help, minimum: minimum, isRepeating: true)
    }

    /// As it is shown in the usage line.
    var synopsis: String {
        let shown = name.uppercased() + (isRepeating ? "…" : "")
        return minimum == 0 ? "[\(shown)]" : shown
    }
}
