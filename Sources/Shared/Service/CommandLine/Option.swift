/// A named part of a command line: `--name`, `--name value` or `--name=value`.
package struct Option: Sendable {
    let name: String
    let help: String
    let short: Character?
    /// The name of the value in the help; nil for a flag.
    let placeholder: String?
    let defaultValue: String?
    let isRepeatable: Bool
    let isRequired: Bool

    /// Present or not.
    package static func flag(_ name: String, _ help: String, short: Character? = nil) -> Option {
        Option(
            name: name, help: help, short: short, placeholder: nil, defaultValue: nil, isRepeatable: false,
            isRequired: false)
    }

    /// With a value. `name` is written without dashes, `placeholder` in capitals: "FILE".
    package static func option(
        _ name: String, _ placeholder: String, _ help: String, default defaultValue: String? = nil,
        repeats: Bool = false, required: Bool = false
    ) -> Option {
        Option(
            name: name, help: help, short: nil, placeholder: placeholder, defaultValue: defaultValue,
            isRepeatable: repeats, isRequired: required)
    }

    var isFlag: Bool { placeholder == nil }

    /// As it is shown in the help.
    var synopsis: String {
        let prefix = short.map { "-\($0), " } ?? ""
        return prefix + "--" + name + (placeholder.map { " " + $0 } ?? "")
    }
}
