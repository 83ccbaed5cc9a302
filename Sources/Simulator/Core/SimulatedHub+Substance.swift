import SQLite

extension SimulatedHub {
    /// Whatever a node can make the hub take, as one number (FNV-1a).
    func substance() throws -> UInt64 {
        try hash(of: [
            "SELECT (SELECT count(*) FROM events) || '.' || (SELECT coalesce(max(row), 0) FROM events)",
            "SELECT (SELECT count(*) FROM people) || '.' || (SELECT count(*) FROM samples)",
            "SELECT count(*) || '.' || coalesce(max(position), 0) FROM feed",
            "SELECT (SELECT count(*) FROM erasures) || '.' || (SELECT count(*) FROM attestations)",
        ])
    }

    /// All of that to the last bit, and what was put aside and listed as lost.
    func contents() throws -> UInt64 {
        let tables = ["events", "people", "samples", "feed", "erasures", "attestations", "gaps", "quarantine"]
        return try hash(of: try tables.map(everything) + [
            "SELECT hex(lineage) || accepted_through || hex(chain) AS line FROM lineages ORDER BY line",
        ])
    }

    private func everything(in table: String) throws -> String {
        let columns = try read {
            try $0.query("SELECT name FROM pragma_table_info(?)", table) { try $0.text(0) }
        }.map { "quote(\"\($0)\")" }
        return "SELECT \(columns.joined(separator: " || ' ' || ")) AS line FROM \(table) ORDER BY line"
    }

    private func hash(of queries: [String]) throws -> UInt64 {
        var trace = Trace(isKept: false)
        for query in queries {
            try read { connection in
                try connection.forEach(query) { row in
                    let line = try row.text(0)
                    trace.note(0, line)
                }
            }
        }
        return trace.hash
    }
}
