import Replication

/// Limits of one node, each with what happens when it is reached.
package enum EdgeLimits {
    /// Frames that wait for analysis at one camera. Full: a live camera loses its oldest, a folder waits.
    package static let framesWaiting = 8
    /// Unknown faces that are kept. Full: the oldest that nobody named goes.
    package static let unknownFaces = 1_000
    /// Photographs in one enrolment. More: refused.
    package static let photographsPerEnrolment = 20
    /// Largest enrolment request, in bytes. Larger: refused (413).
    package static let enrolmentBytes = 128 << 20
    /// Longest side of a kept crop of an unknown face, in pixels.
    package static let cropSide = 256
    /// How often a folder is looked at for new files, in milliseconds.
    package static let folderScanMilliseconds: Int64 = 500
    /// Longest wait between attempts to write to a full disk, in milliseconds.
    package static let recordingRetryMilliseconds: Int64 = 10_000
    /// What is kept to be given up on a full disk, in bytes: a hundred days of 2,000 events each.
    package static let ballastBytes: Int64 = 64 << 20
    /// A disk with less free is full, in bytes: room for the database's log.
    package static let fullBytes: Int64 = 4 << 20
    /// What a file that can be done without leaves to recording, in bytes. Less: it is not written.
    package static let recordingBytes: Int64 = 16 << 20
    /// Room for compiled networks, in bytes. Less: they are compiled at each start.
    package static let networkBytes: Int64 = 64 << 20
    /// Bytes of a chunk that are asked for at once: what a torn connection costs.
    package static let snapshotPieceBytes = 262_144
    /// How often one attempt at a snapshot takes a new manifest because the hub's feed moved on.
    package static let snapshotManifests = 5
    /// Largest control file, in bytes.
    package static let controlFileBytes = 4_096
    /// A wall clock below this (2024-01-01 UTC, in milliseconds since 1970) was never set.
    package static let earliestPlausibleWall = GalleryLease.earliestPlausibleWall
}
