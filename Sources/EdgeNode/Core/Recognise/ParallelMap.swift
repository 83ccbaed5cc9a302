import Service
import Synchronization

/// Works on many items with several workers.
package enum ParallelMap {
    /// From this many items on, a progress line is shown.
    private static let progressFrom = 100

    /// The results in the order of `items`. Each worker takes the next item when it is done with one, so
    /// that long items do not hold up the others.
    /// - Parameter title: of the progress line on the standard error stream; nil for none.
    package static func map<Item: Sendable, Output: Sendable>(
        _ items: [Item], workers: Int, title: String? = nil,
        _ transform: @escaping @Sendable (Item) -> Output
    ) async -> [Output] {
        let queue = Queue(end: items.count)
        let progress = title.flatMap { title in
            items.count < progressFrom ? nil : ProgressLine(title, total: items.count)
        }
        let results = await withTaskGroup(of: [(Int, Output)].self) { group in
            for _ in 0..<max(1, min(workers, items.count)) {
                group.addTask {
                    var done: [(Int, Output)] = []
                    while let index = queue.next() {
                        done.append((index, transform(items[index])))
                        progress?.update(index + 1)
                    }
                    return done
                }
            }
            var all: [(Int, Output)] = []
            for await part in group { all += part }
            return all
        }
        progress?.finish()
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Hands out the numbers below `end`, each once.
    private final class Queue: Sendable {
        private let taken = Atomic<Int>(0)
        private let end: Int

        init(end: Int) { self.end = end }

        func next() -> Int? {
            let index = taken.add(1, ordering: .relaxed).oldValue
            return index < end ? index : nil
        }
    }
}
