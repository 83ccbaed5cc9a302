import Service
import Synchronization
import Testing

private enum Kind: String, CaseIterable { case day, night }

/// Runs a small program and keeps what it says and gets.
private final class Sample: Sendable {
    let output = Mutex("")
    let errors = Mutex("")
    let seen = Mutex<[String]>([])

    var root: Command {
        Command(
            "demo", "Counts things.",
            subcommands: [
                Command(
                    "count", "Count the lines of files.",
                    discussion: "Empty lines are counted, too.",
                    options: [
                        .flag("json", "Print JSON.", short: "j"),
                        .option("limit", "N", "Stop after N lines.", default: "10"),
                        .option("kind", "KIND", "When to count: day or night.", default: "day"),
                        .option("label", "TEXT", "A label for the result.", repeats: true),
                        .option("minimum-confidence", "NUMBER", "Leave out what is less sure than this."),
                    ],
                    arguments: [.one("place", "Where to count."), .many("file", "What to count.")],
                    example: "demo count hall a.txt b.txt"
                ) { arguments in
                    let line = [
                        "json=\(arguments.flag("json"))",
                        "limit=\(try arguments.integer("limit", in: 1...99))",
                        "kind=\(try arguments.choice("kind", as: Kind.self).rawValue)",
                        "labels=\(arguments.texts("label"))",
                        "confidence=\(try arguments.numberIfGiven("minimum-confidence", in: 0...1) ?? -1)",
                        "place=\(try arguments.positional("place"))",
                        "files=\(arguments.positionals("file"))",
                    ]
                    self.seen.withLock { $0 = line }
                },
                Command("fail", "Fail.", options: [.option("how", "HOW", "How.", required: true)]) {
                    arguments in
                    if arguments.textIfGiven("how") == "politely" {
                        throw Failure(.noHost, "Could not reach\nhub.example", advice: "Check the address.")
                    }
                    throw Odd()
                },
            ])
    }

    private struct Odd: Error {}

    func run(_ words: String) async -> ExitCode {
        let terminal = Terminal(
            output: { text in self.output.withLock { $0 += text } },
            error: { text in self.errors.withLock { $0 += text } })
        return await root.execute(
            words.split(separator: " ").map(String.init), version: "1.2", terminal: terminal)
    }
}

struct CommandTests {
    @Test(arguments: [
        (
            "count hall a b",
            [
                "json=false", "limit=10", "kind=day", "labels=[]", "confidence=-1.0", "place=hall",
                #"files=["a", "b"]"#,
            ]
        ),
        (
            "count --limit 5 hall --json a --label=x --label y=z --kind=night --minimum-confidence 0.5",
            [
                "json=true", "limit=5", "kind=night", #"labels=["x", "y=z"]"#, "confidence=0.5", "place=hall",
                #"files=["a"]"#,
            ]
        ),
        (
            "count -j --label= -- --hall -x",
            [
                "json=true", "limit=10", "kind=day", #"labels=[""]"#, "confidence=-1.0", "place=--hall",
                #"files=["-x"]"#,
            ]
        ),
    ])
    func wordsBecomeArguments(words: String, expected: [String]) async {
        let sample = Sample()
        #expect(await sample.run(words) == .ok)
        #expect(sample.seen.withLock { $0 } == expected)
        #expect(sample.errors.withLock { $0 } == "")
    }

    @Test(arguments: [
        ("", "A command is missing. See 'demo --help'."),
        ("cuont", "There is no command 'cuont'. Did you mean 'count'? See 'demo --help'."),
        ("zebra", "There is no command 'zebra'. See 'demo --help'."),
        ("--loud", "There is no option '--loud' here. See 'demo --help'."),
        (
            "count hall a --limt 3",
            "There is no option '--limt'. Did you mean '--limit'? See 'demo count --help'."
        ),
        ("count hall a --limit", "--limit needs a value (N). See 'demo count --help'."),
        ("count hall a --limit --json", "--limit needs a value (N). See 'demo count --help'."),
        ("count hall a --limit 1 --limit 2", "--limit was given twice. Give it once."),
        ("count hall a --json=yes", "--json takes no value. See 'demo count --help'."),
        ("count", "PLACE is missing. See 'demo count --help'."),
        ("count hall", "FILE… is missing. See 'demo count --help'."),
        (
            "count hall a --limit 0",
            "--limit is '0', not a whole number from 1 to 99. See 'demo count --help'."
        ),
        (
            "count hall a --limit x",
            "--limit is 'x', not a whole number from 1 to 99. See 'demo count --help'."
        ),
        (
            "count hall a --minimum-confidence nan",
            "--minimum-confidence is 'nan', not a number from 0.0 to 1.0. See 'demo count --help'."
        ),
        ("count hall a --kind dusk", "--kind is 'dusk', not one of: day, night. See 'demo count --help'."),
        ("fail", "--how HOW is missing. See 'demo fail --help'."),
        ("fail --how politely extra", "'extra' is one argument too many. See 'demo fail --help'."),
        ("help cuont", "There is no command 'cuont'. Did you mean 'count'? See 'demo --help'."),
    ])
    func whatIsTypedWronglyIsAUsageError(words: String, expected: String) async {
        let sample = Sample()
        #expect(await sample.run(words) == .usage)
        #expect(sample.errors.withLock { $0 } == "demo: \(expected)\n")
        #expect(sample.output.withLock { $0 } == "")
    }

    @Test func errorsAreOneLineAndAnExitCode() async {
        let polite = Sample()
        #expect(await polite.run("fail --how politely") == .noHost)
        #expect(polite.errors.withLock { $0 } == "demo: Could not reach hub.example. Check the address.\n")
        let odd = Sample()
        #expect(await odd.run("fail --how oddly") == .software)
        #expect(odd.errors.withLock { $0 } == "demo: Odd()\n")
    }

    @Test(arguments: ["--help", "-h", "help"])
    func theProgramsHelp(word: String) async {
        let sample = Sample()
        #expect(await sample.run(word) == .ok)
        #expect(
            sample.output.withLock { $0 } == """
                Counts things.

                Usage: demo COMMAND

                Commands:
                  count  Count the lines of files.
                  fail   Fail.

                Options:
                  -h, --help  Show this text.
                  --version   Show the version.

                See 'demo count --help' for one command.

                """)
    }

    @Test(arguments: ["count --help", "count hall --limit 3 -h", "help count", "--help count"])
    func aCommandsHelp(words: String) async {
        let sample = Sample()
        #expect(await sample.run(words) == .ok)
        #expect(
            sample.output.withLock { $0 } == """
                Count the lines of files.

                Usage: demo count [OPTIONS] PLACE FILE…

                Empty lines are counted, too.

                Arguments:
                  PLACE  Where to count.
                  FILE   What to count.

                Options:
                  -j, --json    Print JSON.
                  --limit N     Stop after N lines. (default: 10)
                  --kind KIND   When to count: day or night. (default: day)
                  --label TEXT  A label for the result. (may be repeated)
                  --minimum-confidence NUMBER
                                Leave out what is less sure than this.
                  -h, --help    Show this text.

                Example:
                  demo count hall a.txt b.txt

                """)
    }

    @Test func theVersion() async {
        let sample = Sample()
        #expect(await sample.run("--version") == .ok)
        #expect(sample.output.withLock { $0 } == "demo 1.2\n")
    }
}
