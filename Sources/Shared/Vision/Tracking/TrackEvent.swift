/// What a tracker has to tell about a track.
package enum TrackEvent: Sendable, Equatable {
    case started(Track)
    /// Comes exactly once for each track: enough was seen, identify it now.
    case ready(Track)
    case ended(Track)
}
