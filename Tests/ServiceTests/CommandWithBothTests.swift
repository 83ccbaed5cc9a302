import Service
import Synchronization
import Testing

/// A command that does something itself and has subcommands.
struct CommandWithBothTests {
    private func run(_ words: String...) async -> (code: ExitCode, ran: [String], output: String) {
        let ran = Mutex<[String]>([])
        let output = Mutex("")
        let root = Command("demo", "Keeps things.", subcommands: [
            Command(
                "keep", "Keep one.", options: [.option("to", "FILE", "Where.", required: true)],
                subcommands: [Command("check", "Check one.", arguments: [.one("file", "Which.")]) { arguments in
                    let word = try arguments.positional("file")
                    ran.withLock { $0 = ["check", word] }
                }]
            ) { arguments in
                let word = try arguments.text("to")
                ran.withLock { $0 = ["keep", word] }
            },
        ])
        let terminal = Terminal(
            output: { text in output.withLock { $0 += text } }, error: { text in output.withLock { $0 += text } })
        let code = await root.execute(words, version: "1", terminal: terminal)
        return (code, ran.withLock { $0 }, output.withLock { $0 })
    }

    @Test func theNextWordDecides() async {
        #expect(await run("keep", "--to", "a").ran == ["keep", "a"])
        #expect(await run("keep", "check", "b").ran == ["check", "b"])
        let nothing = await run("keep")
        #expect(nothing.code == .usage && nothing.output.contains("--to FILE is missing"))
        #expect(await run("keep", "chekc").code == .usage)
        let help = await run("keep", "--help").output
        #expect(help.contains("demo keep [COMMAND] --to FILE") && help.contains("check"))
    }
}
