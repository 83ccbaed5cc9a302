/// Versions and limits of what nodes and hub say to one another (docs/PROTOCOL.md).
package enum Protocol {
    /// Version of the wire format that this build speaks.
    package static let version = 2
    /// Most operations in one batch.
    package static let operationsPerBatch = 500
    /// Largest batch, in bytes of NDJSON before compression.
    package static let bytesPerBatch = 1_048_576
    /// Largest single operation, in bytes of NDJSON.
    package static let bytesPerOperation = 262_144
    /// Most changes in one page of the feed.
    package static let changesPerPage = 500
    /// Most erasures in one answer or report.
    package static let erasuresPerPage = 1_000
    /// Longest time that the hub holds a poll open, in seconds.
    package static let pollSeconds = 25

    package enum Path {
        package static let join = "/v1/join"
        package static let authority = "/v1/authority"
        package static let push = "/v1/push"
        package static let feed = "/v1/feed"
        package static let erasures = "/v1/erasures"
    }
}
