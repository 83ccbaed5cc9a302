/// What the hub answers to `GET /v1/feed?cursor=…&wait=…`.
package struct FeedPage: Hashable, Sendable, Codable {
    package let changes: [FeedChange]
    /// Position after the last change of this page; hand it back to go on.
    package let cursor: Cursor
    /// Nothing follows at the moment.
    package let upToDate: Bool
    /// The cursor was of another life of the hub: forget everything pulled before and apply this page from nothing.
    package let reset: Bool

    package init(changes: [FeedChange], cursor: Cursor, upToDate: Bool, reset: Bool) {
        self.changes = changes
        self.cursor = cursor
        self.upToDate = upToDate
        self.reset = reset
    }

    enum CodingKeys: String, CodingKey {
        case changes, cursor, reset
        case upToDate = "up_to_date"
    }
}
