/// Reads the words of a command line.
enum Parser {
    enum Wish {
        case help(Command, path: [String])
        case version
        case run(Command, Arguments)
    }

    static func parse(_ words: [String], root: Command) throws(UsageError) -> Wish {
        var command = root
        var path = [root.name]
        var rest = words[...]
        while !command.subcommands.isEmpty {
            if command.run != nil, !command.subcommands.contains(where: { $0.name == rest.first }) { break }
            guard let word = rest.popFirst() else {
                throw UsageError("A command is missing", advice: hint(path))
            }
            if word == "--help" || word == "-h" || word == "help" { return try help(command, path, rest) }
            if word == "--version" { return .version }
            guard let next = command.subcommands.first(where: { $0.name == word }) else {
                throw unknown(word, in: command, path)
            }
            command = next
            path.append(word)
        }
        return try parse(rest, leaf: command, path: path)
    }

    /// `help` may be followed by the names of commands.
    private static func help(
        _ command: Command, _ path: [String], _ words: ArraySlice<String>
    ) throws(UsageError) -> Wish {
        var command = command
        var path = path
        for word in words where !word.hasPrefix("-") {
            guard let next = command.subcommands.first(where: { $0.name == word }) else {
                throw unknown(word, in: command, path)
            }
            command = next
            path.append(word)
        }
        return .help(command, path: path)
    }

    private static func parse(
        _ words: ArraySlice<String>, leaf command: Command, path: [String]
    ) throws(UsageError) -> Wish {
        var arguments = Arguments(command: command, hint: hint(path))
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                arguments.words += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                arguments.words.append(word)
                continue
            }
            if word == "--help" || word == "-h" { return .help(command, path: path) }
            if word == "--version" { return .version }
            try parse(option: word, &rest, into: &arguments, command, path)
        }
        try check(arguments, command, path)
        return .run(command, arguments)
    }

    private static func parse(
        option word: String, _ rest: inout ArraySlice<String>, into arguments: inout Arguments,
        _ command: Command, _ path: [String]
    ) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let option = command.options.first { option in
            parts[0] == "--" + option.name || option.short.map { parts[0] == "-\($0)" } == true
        }
        guard let option else {
            let names = command.options.map { "--" + $0.name } + ["--help", "--version"]
            throw UsageError(
                "There is no option '\(parts[0])'", advice: suggestion(parts[0], among: names) + hint(path))
        }
        if option.isFlag {
            guard parts.count == 1 else {
                throw UsageError("--\(option.name) takes no value", advice: hint(path))
            }
            arguments.values[option.name] = ["true"]
            return
        }
        let value = parts.count == 2 ? parts[1] : rest.popFirst()
        // A following option is not a value, but a lone dash or a negative number is.
        guard let value, parts.count == 2 || !command.options.contains(where: { value == "--" + $0.name })
        else {
            throw UsageError(
                "--\(option.name) needs a value (\(option.placeholder ?? ""))", advice: hint(path))
        }
        if !option.isRepeatable, arguments.values[option.name] != nil {
            throw UsageError("--\(option.name) was given twice", advice: "Give it once.")
        }
        arguments.values[option.name, default: []].append(value)
    }

    private static func check(
        _ arguments: Arguments, _ command: Command, _ path: [String]
    ) throws(UsageError) {
        for option in command.options where option.isRequired && arguments.values[option.name] == nil {
            throw UsageError("--\(option.name) \(option.placeholder ?? "") is missing", advice: hint(path))
        }
        let minimum = command.arguments.reduce(0) { $0 + $1.minimum }
        if arguments.words.count < minimum {
            let missing = command.arguments[min(arguments.words.count, command.arguments.count - 1)]
            throw UsageError("\(missing.synopsis) is missing", advice: hint(path))
        }
        let isOpen = command.arguments.last?.isRepeating ?? false
        if !isOpen, arguments.words.count > command.arguments.count {
            let first = arguments.words[command.arguments.count]
            throw UsageError("'\(first)' is one argument too many", advice: hint(path))
        }
    }

    private static func unknown(_ word: String, in command: Command, _ path: [String]) -> UsageError {
        if word.hasPrefix("-") {
            return UsageError("There is no option '\(word)' here", advice: hint(path))
        }
        let names = command.subcommands.map(\.name)
        return UsageError(
            "There is no command '\(word)'", advice: suggestion(word, among: names) + hint(path))
    }

    private static func suggestion(_ word: String, among names: [String]) -> String {
        EditDistance.nearest(to: word, among: names).map { "Did you mean '\($0)'? " } ?? ""
    }

    private static func hint(_ path: [String]) -> String {
        "See '\(path.joined(separator: " ")) --help'."
    }
}
