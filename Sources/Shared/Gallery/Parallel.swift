import Dispatch
import FoundationEssentials
import Synchronization

/// One piece of work on several threads.
package enum Parallel {
    /// Processor cores that may be used.
    package static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Calls `body` with ranges that together are 0..<count, on at most `threads` threads, of which the caller's is
    /// one, and returns when all of them are done. Ranges begin at multiples of `step` and are no longer. Whichever
    /// worker is done with one takes the next, so that a thread that does not get its turn holds up nobody; the ranges
    /// of one worker ascend. A single worker gets everything at once. `body` may write where its worker or its range
    /// alone does.
    static func divide(
        _ count: Int, by step: Int, threads: Int, _ body: (_ worker: Int, _ range: Range<Int>) -> Void
    ) {
        let workers = min(threads, (count + step - 1) / step)
        guard workers > 1 else { return body(0, 0..<count) }
        let taken = Atomic<Int>(0)
        withoutActuallyEscaping(body) { body in
            // It may be called side by side: that is what it promises above.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                while true {
                    let start = taken.add(step, ordering: .relaxed).oldValue
                    guard start < count else { return }
                    body(worker, start..<min(count, start + step))
                }
            }
        }
    }
}
