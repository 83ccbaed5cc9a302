import Attendance
import Replication

/// Where a page begins, and what its asker must forget first.
struct FeedStart: Sendable {
    let position: Int64
    let base: Int64
    let reset: Bool

    /// `cursor`: what the asker has (nil: nothing); `head`: the end of the feed. Throws `ReplicationError.cursor`.
    init(_ cursor: Cursor?, incarnation: Incarnation, head: Int64) throws {
        let asked = try cursor?.parsed()
        // A position that was never given out, too: this database was copied back from an earlier time.
        let isKnown = asked.map { $0.incarnation == incarnation && $0.base <= head } ?? false
        position = isKnown ? asked?.position ?? 0 : 0
        base = isKnown ? asked?.base ?? 0 : 0
        reset = asked != nil && !isKnown
    }

    private init(reset: Bool) {
        (position, base, self.reset) = (0, 0, reset)
    }

    /// Whether `content` may follow what the asker has; else it has missed removals, or has read for another scope, and
    /// begins anew. `since`: when its scope began.
    func suits(_ content: FeedContentPage, since: Int64) -> Bool {
        position == 0 || base >= max(content.horizon, since)
    }

    static let anew = FeedStart(reset: true)

    /// `content` as it goes to the asker.
    func json(_ content: FeedContentPage, incarnation: Incarnation) throws -> [UInt8] {
        // Reading from the beginning: what was gone by now is never seen.
        try content.json(incarnation: incarnation, base: position == 0 ? content.head : base, reset: reset)
    }
}
