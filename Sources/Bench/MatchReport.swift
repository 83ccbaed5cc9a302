import EdgeNodeCore

/// What `rollcall-bench match` measured.
struct MatchReport: Sendable, Encodable {
    /// Median over the queries.
    let msPerQuery: Double
    /// Median over batches of 16 queries, per query.
    let msPerQueryInBatch16: Double
    let rows: Int
    let dim: Int
    /// That searched; fewer than were allowed where the gallery is too small for more.
    let threads: Int
    /// To map the file and to check all its rows; nil where there is none.
    let openingMs: Double?
    /// To make the compressed rows.
    let compressingMs: Double
    /// Memory of the process's own at the end, and pages of the mapped file that were in memory, in MiB.
    let residentMib: Double?
    let mappedMib: Double?
    let machine: String

    var text: String {
        let opening = openingMs.map { "\(Decimals.text($0, 0)) ms to open the file, " } ?? ""
        let memory = residentMib.flatMap { own in
            mappedMib.map { "\n\(Decimals.text(own, 0)) MiB of its own, \(Decimals.text($0, 0)) MiB of files" }
        } ?? ""
        return """
            \(Decimals.text(msPerQuery, 3)) ms per query
            \(Decimals.text(msPerQueryInBatch16, 3)) ms per query in batches of 16
            \(opening)\(Decimals.text(compressingMs, 0)) ms to compress it\(memory)
            \(rows) rows × \(dim), \(threads) \(threads == 1 ? "thread" : "threads"), \(machine)
            """
    }
}
