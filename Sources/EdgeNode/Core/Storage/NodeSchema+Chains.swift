import Attendance
import Crypto
import Replication
import SQLite

extension NodeSchema {
    /// One lineage at a time, with chains and the hub's nonce. Rows up to pruned_through are gone; pruned_chain is what
    /// they came to. marks: how far the hub had the outbox at which time by its own clock, at most once an hour.
    static let chains = Migration("chains") { connection in
        try connection.executeScript("""
            ALTER TABLE replication ADD COLUMN chain BLOB;
            ALTER TABLE replication ADD COLUMN pruned_through INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE replication ADD COLUMN pruned_chain BLOB;
            ALTER TABLE replication ADD COLUMN nonce TEXT;
            CREATE TABLE marks (through INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
            ALTER TABLE outbox RENAME TO unchained;
            CREATE TABLE outbox (
                sequence INTEGER PRIMARY KEY, line BLOB NOT NULL, chain BLOB NOT NULL, created INTEGER NOT NULL
            ) STRICT;
            """)
        // Of older lineages everything was acknowledged, or queued again in the next one.
        let rows = try connection.query("""
            SELECT sequence, line, created FROM unchained WHERE lineage = (SELECT lineage FROM replication)
            ORDER BY sequence
            """) { (sequence: try $0.integer(0), line: try $0.blob(1), created: try $0.integer(2)) }
        var chain = Digest.chainStart
        for row in rows {
            chain = chain.chained(with: Digest(bytes: SHA256.hash(row.line)), hash: SHA256.hash)
            try connection.execute(
                "INSERT INTO outbox VALUES (?, ?, ?, ?)", row.sequence, row.line, chain.bytes, row.created)
        }
        try connection.execute(
            "UPDATE replication SET chain = ?, pruned_chain = ?", chain.bytes, Digest.chainStart.bytes)
        try connection.execute("DROP TABLE unchained")
    }
}
