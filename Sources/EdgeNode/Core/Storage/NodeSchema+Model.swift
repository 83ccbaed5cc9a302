import SQLite

extension NodeSchema {
    /// site_model_complete: the hub says that everybody has samples of the announced model. used_model: the announced
    /// model that the node went over to.
    static let model = Migration("change of model", """
        ALTER TABLE gallery ADD COLUMN site_model_complete INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE gallery ADD COLUMN used_model TEXT;
        """)
}
