/// What people should know about another hub.
package enum PeerProblem: Hashable, Sendable, CustomStringConvertible {
    /// This hub's database is older than what it once gave out, or a copy of it is running.
    case lostData
    /// The other hub's database is another one than before.
    case peerRestored
    /// The two have different operations at one place of a log.
    case mismatch(Origin)
    /// Operations came that are not what their hash says.
    case damaged(Int)
    /// Clocks of two sites differ by more than ε.
    case clocks([SiteID])

    package var description: String {
        switch self {
        case .lostData:
            "Another hub knows operations of this one that it does not have itself: its database was set back, or a "
                + "copy of it is running. It goes on as a new incarnation and gets back what others have; make sure "
                + "that only one copy runs."
        case .peerRestored: "The other hub began a new life of its database; erasures are compared again."
        case .mismatch(let origin):
            "The two hubs have different operations of site \(origin.site) at one place of its log; that hub was set "
                + "back or copied. Both are kept, and everything of it is compared."
        case .damaged(let count):
            "\(count) operations from the other hub are not what their hash says and were left out; check its disk."
        case .clocks(let sites):
            "The clocks of \(sites.map(\.description).joined(separator: ", ")) and of this hub differ by more than "
                + "\(HybridClock.toleranceMilliseconds / 1_000) s; set the wrong one right. Edits from there count as "
                + "made when they arrived."
        }
    }
}
