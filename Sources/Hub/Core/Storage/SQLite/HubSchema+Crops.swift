import SQLite

extension HubSchema {
    /// What is kept of photographs where the site allows it, and what became of it by other models.
    static let crops = Migration("kept crops", """
        CREATE TABLE crops (
            sample BLOB NOT NULL PRIMARY KEY REFERENCES samples (id) ON DELETE CASCADE,
            jpeg BLOB NOT NULL CHECK (length(jpeg) > 0)
        ) STRICT;

        -- problem, reason: why the crop gives no sample of the model; NULL where it gave one.
        CREATE TABLE crop_readings (
            sample BLOB NOT NULL REFERENCES crops (sample) ON DELETE CASCADE,
            model TEXT NOT NULL CHECK (length(model) = 64),
            problem TEXT,
            reason TEXT,
            PRIMARY KEY (sample, model),
            CHECK ((problem IS NULL) = (reason IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- One row while crops have been deleted and the file has not been written anew since.
        CREATE TABLE crop_traces (only_row INTEGER PRIMARY KEY CHECK (only_row = 1)) STRICT;

        -- Who has samples of which model is found without reading samples.
        DROP INDEX samples_by_person;
        CREATE INDEX samples_by_person ON samples (person, model);
        """)
}
