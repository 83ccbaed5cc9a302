/// A program or one of its subcommands.
package struct Command: Sendable {
    package let name: String
    /// One sentence.
    let abstract: String
    let discussion: String
    let options: [Option]
    let arguments: [Positional]
    let subcommands: [Command]
    /// A command line that works, shown at the end of the help.
    let example: String
    let run: (@Sendable (Arguments) async throws -> Void)?

    /// A command has subcommands, `run`, or both: then it runs itself where no subcommand's name follows.
    package init(
        _ name: String, _ abstract: String, discussion: String = "", options: [Option] = [],
        arguments: [Positional] = [], subcommands: [Command] = [], example: String = "",
        run: (@Sendable (Arguments) async throws -> Void)? = nil
    ) {
        precondition(
            !subcommands.isEmpty || run != nil, "'\(name)' needs subcommands or something to run")
        precondition(arguments.dropLast().allSatisfy { !$0.isRepeating && $0.minimum > 0 })
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.options = options
        self.arguments = arguments
        self.subcommands = subcommands
        self.example = example
        self.run = run
    }
}
