import EdgeNodeCore
import Service

/// `rollcall-bench match`: the exact search alone.
enum MatchCommand {
    static let command = Command(
        "match", "The exact search of the five most similar people, one query after another.",
        discussion: """
            With --file the rows are mapped from a gallery file, as many as the disk holds; what is measured first is
            opening it. Ten million rows × 128 take 5.5 GB of the disk, and 11 GB of memory while the file is made.
            """,
        options: [
            .option("rows", "N", "Rows of the gallery.", default: "1000000"),
            .option("dim", "D", "Values of an embedding.", default: "128"),
            .option("queries", "N", "Measured queries.", default: "64"),
            .option("threads", "N", "Most threads for one search.", default: "1"),
            .option("file", "FILE", "Gallery file to search; made with random rows where it is missing."),
            .flag("json", "The report as one line of JSON."),
        ],
        example: "rollcall-bench match --rows 10000000 --threads 2 --file /var/tmp/large.h5 --json"
    ) { arguments in
        let report = try MatchBenchmark(
            rows: arguments.integer("rows", in: 1...10_000_000),
            dimension: arguments.integer("dim", in: 1...4_096),
            queries: arguments.integer("queries", in: 1...10_000),
            threads: arguments.integer("threads", in: 1...256),
            file: arguments.textIfGiven("file")
        ).run()
        print(arguments.flag("json") ? try ReportJSON.text(report) : report.text)
    }
}
