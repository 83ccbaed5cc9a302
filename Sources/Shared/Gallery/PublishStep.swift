/// The moments of `GalleryStore.publish` at which a stop leaves different things on the disk.
package enum PublishStep: Sendable, CaseIterable {
    /// The temporary file is complete, but may not have reached the disk.
    case written
    case synchronised
    case verified
    case renamed
}
