/// What an update changed.
package enum TrackEvent: Sendable {
    /// A face that belongs to no track so far.
    case started(Track)
    /// Enough has been seen: identify now, by the track's embedding. Exactly once per track, before `ended`.
    case ready(Track)
    /// Not seen for as long as the settings say.
    case ended(Track)
}
