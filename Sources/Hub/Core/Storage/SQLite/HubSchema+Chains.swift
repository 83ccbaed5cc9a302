import Attendance
import Crypto
import Replication
import SQLite

extension HubSchema {
    /// Chains in place of digests; what tells copies of an outbox apart; what was lost for good; the hub's lives.
    static let chains = Migration("chains, nonces and lives") { connection in
        try connection.executeScript("""
            ALTER TABLE operations ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
            ALTER TABLE operations DROP COLUMN kind;

            ALTER TABLE lineages ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
            ALTER TABLE lineages ADD COLUMN nonce TEXT;
            ALTER TABLE lineages ADD COLUMN previous_nonce TEXT;
            ALTER TABLE lineages ADD COLUMN instance BLOB;
            -- 16 bytes each, latest last.
            ALTER TABLE lineages ADD COLUMN superseded BLOB NOT NULL DEFAULT x'';
            ALTER TABLE lineages ADD COLUMN boot TEXT NOT NULL DEFAULT '';
            ALTER TABLE lineages ADD COLUMN since_boot INTEGER NOT NULL DEFAULT 0;
            -- When a copy was noticed last, and what showed it.
            ALTER TABLE lineages ADD COLUMN forked INTEGER;
            ALTER TABLE lineages ADD COLUMN fork_reason TEXT;

            CREATE TABLE gaps (
                lineage BLOB NOT NULL REFERENCES lineages (lineage), first INTEGER NOT NULL, last INTEGER NOT NULL,
                noticed INTEGER NOT NULL, PRIMARY KEY (lineage, first)
            ) STRICT, WITHOUT ROWID;

            -- Lives that began because a node had seen more than this database held.
            CREATE TABLE recoveries (
                incarnation BLOB NOT NULL PRIMARY KEY, node BLOB NOT NULL, began INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """)
        try chainOldOperations(in: connection)
        try connection.executeScript("ALTER TABLE operations DROP COLUMN digest;")
    }

    private static func chainOldOperations(in connection: Connection) throws {
        for lineage in try connection.query("SELECT lineage FROM lineages", map: { try $0.blob(0) }) {
            let rows = try connection.query(
                "SELECT sequence, digest FROM operations WHERE lineage = ? ORDER BY sequence", lineage
            ) { (sequence: try $0.integer(0), digest: Digest(bytes: try $0.blob(1))) }
            var chain = Digest.chainStart
            for row in rows {
                chain = chain.chained(with: row.digest, hash: SHA256.hash)
                try connection.execute(
                    "UPDATE operations SET chain = ? WHERE lineage = ? AND sequence = ?", chain.bytes, lineage,
                    row.sequence)
            }
            try connection.execute("UPDATE lineages SET chain = ? WHERE lineage = ?", chain.bytes, lineage)
        }
    }
}
