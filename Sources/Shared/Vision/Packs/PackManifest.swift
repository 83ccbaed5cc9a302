/// `manifest.json` of a model pack.
struct PackManifest: Decodable {
    /// Version of the format that this program reads.
    static let supportedFormat = 1

    struct Source: Decodable {
        let package: String
        let version: String
        let file: String
        let sha256: String
    }

    let format: Int
    let name: String
    let title: String
    let licence: String
    let source: Source?
    /// File name → sha-256, in hexadecimal, of every file of the pack but the manifest.
    let files: [String: String]
    let thresholds: MatchThresholds?
}
