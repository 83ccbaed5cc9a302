#if canImport(Glibc)
    import Glibc
#endif

extension Command {
    /// Runs the program with the process's arguments and ends the process. An error becomes one line on standard error
    /// and an exit code. `reporting` turns errors of modules that do not know this one into reportable errors.
    ///
    /// The process ends without the exit handlers of libraries: OpenSSL's frees what it keeps for each thread, and a
    /// thread of libcurl that ends at the same moment frees that, too.
    package static func main(
        _ root: Command, version: String, reporting: (any Error) -> (any ReportableError)? = { _ in nil }
    ) async -> Never {
        let words = Array(Swift.CommandLine.arguments.dropFirst())
        let code = await root.execute(words, version: version, reporting: reporting)
        fflush(nil)
        _exit(code.rawValue)
    }

    /// The same without ending the process.
    package func execute(
        _ words: [String], version: String, terminal: Terminal = .standard,
        reporting: (any Error) -> (any ReportableError)? = { _ in nil }
    ) async -> ExitCode {
        do {
            switch try Parser.parse(words, root: self) {
            case .help(let command, let path):
                terminal.output(Help.text(command, path: path))
            case .version:
                terminal.output("\(name) \(version)\n")
            case .run(let command, let arguments):
                try await command.run?(arguments)
            }
            return .ok
        } catch {
            let reportable = (error as? any ReportableError) ?? reporting(error)
            let line = reportable?.description ?? String(describing: error)
            terminal.error("\(name): \(Command.oneLine(line))\n")
            return reportable?.exitCode ?? .software
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
