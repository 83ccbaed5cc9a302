/// A hub's erasures, for another one.
package struct PeerErasures: Hashable, Sendable {
    /// Who answers.
    package let origin: Origin
    /// In order, those after the one asked for; none where the asker has the same.
    package let erasures: [SiteErasure]
    package let isMore: Bool

    package init(origin: Origin, erasures: [SiteErasure], isMore: Bool) {
        self.origin = origin
        self.erasures = erasures
        self.isMore = isMore
    }
}
