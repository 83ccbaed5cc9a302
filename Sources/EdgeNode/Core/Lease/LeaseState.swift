import Replication

/// What the database says of the lease.
package struct LeaseState: Sendable {
    /// Nil when it is over.
    package var key: LeaseKey?
    /// Nil before it began.
    package var lease: GalleryLease?
    /// Why it is over; nil while it is not.
    package var ended: LeaseEnd?
}
