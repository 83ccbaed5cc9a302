import Replication

/// A snapshot as it was given out: the manifest, and the chunks by name.
struct SimulatedSnapshot {
    let manifest: SnapshotManifest
    let chunks: [String: [UInt8]]
}
