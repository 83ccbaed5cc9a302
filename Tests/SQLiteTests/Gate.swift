import Synchronization

/// Holds a database queue up, so that callers gather behind it.
final class Gate: Sendable {
    private let isOpen = Atomic(false)
    private let isEntered = Atomic(false)
    private let arrived = Atomic(0)

    /// Blocks its thread, as a slow disk would.
    func block() {
        isEntered.store(true, ordering: .releasing)
        while !isOpen.load(ordering: .acquiring) {}
    }

    /// Returns once the queue is held up.
    func entered() async {
        while !isEntered.load(ordering: .acquiring) {
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    func arrive() {
        arrived.add(1, ordering: .relaxed)
    }

    /// Opens once `count` callers have arrived and had a moment to get in line; gives up waiting after 10
    /// seconds.
    func open(after count: Int) async {
        for _ in 0..<1000 where arrived.load(ordering: .relaxed) < count {
            try? await Task.sleep(for: .milliseconds(10))
        }
        try? await Task.sleep(for: .milliseconds(100))
        isOpen.store(true, ordering: .releasing)
    }
}
