/// What was typed after a command. Asking for a name that the command does not declare is a programmer's
/// mistake and
/// traps.
package struct Arguments: Sendable {
    private let command: Command
    private let hint: String
    var values: [String: [String]] = [:]
    var words: [String] = []

    init(command: Command, hint: String) {
        self.command = command
        self.hint = hint
    }

    package func flag(_ name: String) -> Bool {
        _ = option(name)
        return values[name] != nil
    }

    /// The value, or the option's default.
    package func textIfGiven(_ name: String) -> String? {
        let option = option(name)
        return values[name]?.last ?? option.defaultValue
    }

    /// Every value of a repeated option, or its default alone.
    package func texts(_ name: String) -> [String] {
        let option = option(name)
        return values[name] ?? option.defaultValue.map { [$0] } ?? []
    }

    package func text(_ name: String) throws(UsageError) -> String {
        try given(name, textIfGiven(name))
    }

    package func integerIfGiven(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = textIfGiven(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "--\(name) is '\(text)', not a whole number from \(range.lowerBound) to \(range.upperBound)",
                advice: hint)
        }
        return number
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
        try given(name, integerIfGiven(name, in: range))
    }

    package func numberIfGiven(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
        guard let text = textIfGiven(name) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw UsageError(
                "--\(name) is '\(text)', not a number from \(range.lowerBound) to \(range.upperBound)",
                advice: hint)
        }
        return number
    }

    package func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double {
        try given(name, numberIfGiven(name, in: range))
    }

    /// One of the words of an enumeration.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, as type: Choice.Type = Choice.self
    ) throws(UsageError) -> Choice where Choice.RawValue == String {
        let text = try text(name)
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("--\(name) is '\(text)', not one of: \(words)", advice: hint)
        }
        return choice
    }

    package func positional(_ name: String) throws(UsageError) -> String {
        guard let word = positionalIfGiven(name) else { throw UsageError("\(name) is missing", advice: hint) }
        return word
    }

    package func positionalIfGiven(_ name: String) -> String? {
        let index = index(of: name)
        return index < words.count ? words[index] : nil
    }

    package func positionals(_ name: String) -> [String] {
        Array(words.dropFirst(index(of: name)))
    }

    private func given<T>(_ name: String, _ value: T?) throws(UsageError) -> T {
        guard let value else { throw UsageError("--\(name) is missing", advice: hint) }
        return value
    }

    private func option(_ name: String) -> Option {
        guard let option = command.options.first(where: { $0.name == name }) else {
            preconditionFailure("'\(command.name)' declares no option --\(name)")
        }
        return option
    }

    private func index(of name: String) -> Int {
        guard let index = command.arguments.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("'\(command.name)' declares no argument \(name)")
        }
        return index
    }
}
