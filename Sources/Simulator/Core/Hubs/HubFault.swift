/// What can go wrong among simulated hubs.
package enum HubFault: String, CaseIterable, Sendable {
    /// All links break for days.
    case partition
    /// Links stop one by one and come back in any order.
    case swizzle
    /// One link is slow for hours.
    case clog
    /// A hub's process ends and starts again.
    case restart
    /// A hub's database is copied back from an earlier time; nobody tells it.
    case setBack
    /// … with the tool, which begins a new incarnation.
    case restored
    /// A hub's wall clock jumps, by seconds or by years.
    case clockJumps
}
