import EdgeNodeCore
import Service

/// `rollcall-bench match`: the exact search alone.
enum MatchCommand {
    static let command = Command(
        "match", "The exact search of the five most similar people, one query after another, on one thread.",
        options: [
            .option("rows", "N", "Rows of the gallery.", default: "1000000"),
            .option("dim", "D", "Values of an embedding.", default: "128"),
            .option("queries", "N", "Measured queries.", default: "64"),
            .flag("json", "The report as one line of JSON."),
        ],
        example: "rollcall-bench match --rows 1000000 --dim 128 --json"
    ) { arguments in
        let report = try MatchBenchmark(
            rows: arguments.integer("rows", in: 1...10_000_000),
            dimension: arguments.integer("dim", in: 1...4_096),
            queries: arguments.integer("queries", in: 1...10_000)
        ).run()
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
