/// `manifest.json` of a model pack.
struct PackManifest: Decodable {
    /// Version of the format that this program reads.
    static let supportedFormat = 1

    let format: Int
    let name: String
    let title: String
    let licence: String
    /// File name → sha-256, in hexadecimal, of every file of the pack but the manifest.
    let files: [String: String]
    let thresholds: MatchThresholds?
    let liveness: LivenessThreshold?
}
