import SQLite

extension HubSchema {
    /// gallery_key: under which a node keeps faces; NULL before the first lease and after it was revoked. lease_until:
    /// not before this time, by the hub's clock, has the last lease that the node may hold run out.
    static let lease = Migration("gallery leases", """
        ALTER TABLE nodes ADD COLUMN gallery_key BLOB CHECK (length(gallery_key) = 32);
        ALTER TABLE nodes ADD COLUMN lease_until INTEGER;
        """)
}
