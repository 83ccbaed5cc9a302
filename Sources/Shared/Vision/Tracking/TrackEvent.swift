/// What a tracker has to tell about a track.
package enum TrackEvent: Sendable, Equatable {
    case started(Track)
    /// Enough was seen to look whom it shows. Comes again with every frame of the face, which may show more, until the
    /// tracker is told that the track is settled; the last time with a track that is complete.
    case ready(Track)
    case ended(Track)
}
