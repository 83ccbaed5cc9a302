import Crypto
import Replication
import SQLite

extension NodeSchema {
    /// Faces are stored encrypted (`LeaseKey`), from the first moment on: under a key of the node's own until the hub
    /// has given one. key: NULL when the lease is over. sealed_by: the digest of the key that the rows are sealed with,
    /// which tells later whether a key opens them. lease: a `GalleryLease`; NULL before it began. ended: why it is
    /// over.
    static let lease = Migration("gallery lease") { connection in
        try connection.executeScript("""
            CREATE TABLE lease (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                key BLOB CHECK (length(key) = 32), sealed_by BLOB NOT NULL CHECK (length(sealed_by) = 32),
                lease BLOB, ended TEXT
            ) STRICT;
            """)
        guard let key = LeaseKey(bytes: SecureRandom.bytes(LeaseKey.byteCount)) else { return }
        try connection.execute(
            "INSERT INTO lease (one, key, sealed_by) VALUES (1, ?, ?)", key.bytes, key.digest)
        try SealedFaces.sealAll(with: key, in: connection) { $0 }
        // Files of plain galleries are made anew, and removed.
        try connection.execute(
            "UPDATE gallery SET changes = changes + 1, removed = changes + 1 WHERE pointer IS NOT NULL")
    }
}
