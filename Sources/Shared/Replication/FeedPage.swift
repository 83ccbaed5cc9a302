/// What the hub answers to `GET /v1/feed?cursor=…&wait=…`.
package struct FeedPage: Hashable, Sendable {
    /// The entries that this release understands, in their order.
    package let changes: [FeedChange]
    /// Position after the last change of this page; hand it back to go on.
    package let cursor: Cursor
    /// Nothing follows at the moment.
    package let upToDate: Bool
    /// The cursor was of another life of the hub, or too old: what this and the following pages do not name is gone.
    package let reset: Bool
    /// What whoever has applied everything up to here holds; in every page that is up to date.
    package let checkpoint: Checkpoint?
    /// So much follows that a snapshot is the shorter way.
    package let snapshot: Bool
    /// The entries that cannot be applied.
    package let problems: [FeedProblem]

    package init(
        changes: [FeedChange], cursor: Cursor, upToDate: Bool, reset: Bool, checkpoint: Checkpoint?,
        snapshot: Bool = false, problems: [FeedProblem] = []
    ) {
        self.changes = changes
        self.cursor = cursor
        self.upToDate = upToDate
        self.reset = reset
        self.checkpoint = checkpoint
        self.snapshot = snapshot
        self.problems = problems
    }
}

extension FeedPage: Codable {
    enum CodingKeys: String, CodingKey {
        case changes, cursor, reset, checkpoint, snapshot
        case upToDate = "up_to_date"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let items = try container.decode([FeedItem].self, forKey: .changes)
        changes = items.compactMap { if case .change(let change) = $0 { change } else { nil } }
        problems = items.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
        cursor = try container.decode(Cursor.self, forKey: .cursor)
        upToDate = try container.decode(Bool.self, forKey: .upToDate)
        reset = try container.decode(Bool.self, forKey: .reset)
        checkpoint = try container.decodeIfPresent(Checkpoint.self, forKey: .checkpoint)
        snapshot = try container.decodeIfPresent(Bool.self, forKey: .snapshot) ?? false
        guard checkpoint != nil || !upToDate else {
            throw ReplicationError.malformed("a page that is up to date lacks its checkpoint")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(changes, forKey: .changes)
        try container.encode(cursor, forKey: .cursor)
        try container.encode(upToDate, forKey: .upToDate)
        try container.encode(reset, forKey: .reset)
        try container.encodeIfPresent(checkpoint, forKey: .checkpoint)
        if snapshot { try container.encode(snapshot, forKey: .snapshot) }
    }
}
