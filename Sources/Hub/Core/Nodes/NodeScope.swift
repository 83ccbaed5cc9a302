import Replication

/// What a node is to hold, and since when.
package struct NodeScope: Hashable, Sendable {
    package var scope = Scope.site
    /// Whoever began to read the feed before this position read it for another scope.
    package var since: Int64 = 0

    package init() {}

    package init(_ scope: Scope, since: Int64) {
        self.scope = scope
        self.since = since
    }
}
