/// What became of operations that a hub was given.
package struct PeerReceipt: Hashable, Sendable {
    /// How many it did not have.
    package var new = 0
    /// How many were not what their hash says; they were left out.
    package var damaged = 0
    /// Its own operations that say which of these came from the future.
    package var stamps: [SiteOperation] = []
    /// Sites whose clock is more than ε ahead of this one's, sorted: tell people.
    package var ahead: [SiteID] = []

    package init() {}
}
