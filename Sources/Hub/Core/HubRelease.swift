/// Which release this is, as it stands in `--version`, in `GET /v1/status` and in logs.
package enum HubRelease {
    package static let version = "0.1.0"
}
