/// Where time comes from. Cores take times as arguments; drivers ask this, and tests turn it by hand.
package protocol TimeSource: Sendable {
    /// Milliseconds since 1970 UTC. May jump when the clock is set.
    func wallMilliseconds() -> Int64

    /// Nanoseconds since the machine started, sleep included. Never goes back, starts anew with each boot.
    func bootNanoseconds() -> Int64

    /// Tells one boot of the machine from another; boot times of different boots cannot be compared.
    var bootID: String { get }
}
