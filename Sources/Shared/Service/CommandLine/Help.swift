/// The text of `--help`.
enum Help {
    /// Text beside names begins at this column at the latest; longer names get a line of their own.
    static let widestNameColumn = 30
    static let lineColumns = 100

    static func text(_ command: Command, path: [String]) -> String {
        var parts = [command.abstract, "Usage: " + usage(command, path: path)]
        if !command.discussion.isEmpty { parts.append(command.discussion) }
        if !command.subcommands.isEmpty {
            parts.append(section("Commands", command.subcommands.map { ($0.name, $0.abstract) }))
        }
        if !command.arguments.isEmpty {
            parts.append(section("Arguments", command.arguments.map { ($0.name.uppercased(), $0.help) }))
        }
        var options = command.options.map { ($0.synopsis, help(of: $0)) }
        options.append(("-h, --help", "Show this text."))
        if path.count == 1 { options.append(("--version", "Show the version.")) }
        parts.append(section("Options", options))
        if !command.example.isEmpty { parts.append("Example:\n  " + command.example) }
        if !command.subcommands.isEmpty {
            parts.append(
                "See '\(path.joined(separator: " ")) \(command.subcommands[0].name) --help' for one command.")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func usage(_ command: Command, path: [String]) -> String {
        var words = path
        if !command.subcommands.isEmpty { words.append(command.run == nil ? "COMMAND" : "[COMMAND]") }
        words += command.options.filter(\.isRequired).map { "--\($0.name) \($0.placeholder ?? "")" }
        if command.options.contains(where: { !$0.isRequired }) { words.append("[OPTIONS]") }
        words += command.arguments.map(\.synopsis)
        return words.joined(separator: " ")
    }

    private static func help(of option: Option) -> String {
        var text = option.help
        if option.isRequired { text += " (required)" }
        if option.isRepeatable { text += " (may be repeated)" }
        if let value = option.defaultValue { text += " (default: \(value))" }
        return text
    }

    private static func section(_ title: String, _ rows: [(name: String, text: String)]) -> String {
        let fitting = rows.map { $0.name.count + 4 }.filter { $0 <= widestNameColumn }
        let column = fitting.max() ?? widestNameColumn
        let lines = rows.flatMap { row -> [String] in
            let name = "  " + row.name
            let wrapped = wrap(row.text, columns: lineColumns - column)
            let indent = String(repeating: " ", count: column)
            if name.count + 2 > column { return [name] + wrapped.map { indent + $0 } }
            let first = name + String(repeating: " ", count: column - name.count) + (wrapped.first ?? "")
            return [first] + wrapped.dropFirst().map { indent + $0 }
        }
        return title + ":\n" + lines.joined(separator: "\n")
    }

    static func wrap(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
