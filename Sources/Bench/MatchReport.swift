import EdgeNodeCore

/// What `rollcall-bench match` measured.
struct MatchReport: Sendable, Encodable {
    /// Median over the queries.
    let msPerQuery: Double
    /// Median over batches of 16 queries, per query.
    let msPerQueryInBatch16: Double
    let rows: Int
    let dim: Int
    let threads: Int
    let machine: String

    var text: String {
        """
        \(Decimals.text(msPerQuery, 3)) ms per query
        \(Decimals.text(msPerQueryInBatch16, 3)) ms per query in batches of 16
        \(rows) rows × \(dim), \(threads) thread, \(machine)
        """
    }
}
