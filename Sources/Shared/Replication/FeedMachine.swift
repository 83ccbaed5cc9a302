/// The node's side of pulling, without clock, disk or network.
package struct FeedMachine: Sendable {
    package enum Input: Sendable {
        /// Begin, or a wait is over.
        case wake
        case page(FeedPage)
        /// No connection, a time-out, or a server error.
        case failed(retryAfter: Int64)
    }

    package enum Effect: Hashable, Sendable {
        /// Ask for the changes after `cursor` (nil: from the beginning); the hub may hold the answer for `waitSeconds`.
        case poll(cursor: Cursor?, waitSeconds: Int)
        /// Store all of it and the cursor in one transaction; with `reset`, forget everything pulled before first.
        case apply([FeedChange], cursor: Cursor, reset: Bool)
        /// Everything known is applied and something changed: make a new gallery generation.
        case publishGallery
        /// Wake again after this many milliseconds.
        case wait(milliseconds: Int64)
    }

    private var cursor: Cursor?
    private var galleryIsStale: Bool
    private var caughtUp = false
    private var backoff: Backoff

    /// `cursor`: how far an earlier run applied; `galleryIsStale`: whether it ended before publishing that.
    package init(cursor: Cursor?, galleryIsStale: Bool, backoff: Backoff = Backoff(base: 500, cap: 30_000)) {
        self.cursor = cursor
        self.galleryIsStale = galleryIsStale
        self.backoff = backoff
    }

    /// `random` is in 0..<1 and spreads waits.
    package mutating func handle(_ input: Input, random: Double) -> [Effect] {
        switch input {
        case .wake:
            return [poll()]
        case .page(let page):
            return received(page)
        case .failed(let retryAfter):
            return [.wait(milliseconds: backoff.failed(random: random, atLeast: retryAfter))]
        }
    }

    private mutating func received(_ page: FeedPage) -> [Effect] {
        backoff.succeeded()
        var effects: [Effect] = []
        if page.reset || !page.changes.isEmpty || page.cursor != cursor {
            effects.append(.apply(page.changes, cursor: page.cursor, reset: page.reset))
            galleryIsStale = galleryIsStale || page.reset || !page.changes.isEmpty
        }
        cursor = page.cursor
        caughtUp = page.upToDate
        if caughtUp, galleryIsStale {
            effects.append(.publishGallery)
            galleryIsStale = false
        }
        return effects + [poll()]
    }

    /// Holds the connection open only when there is nothing left to fetch.
    private func poll() -> Effect {
        .poll(cursor: cursor, waitSeconds: caughtUp ? Protocol.pollSeconds : 0)
    }
}
