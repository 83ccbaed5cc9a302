import Replication

/// Which release this is, as it stands in `--version`, in `GET /v1/status` and in logs.
package enum HubRelease {
    package static let version = "0.1.0"

    /// What nodes may say to this release: another text means that it may judge otherwise what was put aside.
    static let understanding =
        "\(version) \(Protocol.version) \(OutboxOperation.kinds.joined(separator: ","))"
}
