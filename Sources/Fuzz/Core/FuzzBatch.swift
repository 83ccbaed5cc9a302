import Foundation
import Service

/// Gives a target many inputs in this process and measures each.
package struct FuzzBatch {
    private let mutator: Mutator
    private let seed: UInt64
    private let read: ([UInt8]) -> Bool

    /// `extra`: inputs beside the target's own seeds. Throws what making seeds throws.
    package init(_ target: FuzzTarget, seed: UInt64, extra: [[UInt8]] = []) throws {
        mutator = Mutator(corpus: try target.seeds() + extra, words: target.words, maximumBytes: target.maximumBytes)
        self.seed = seed
        read = try target.reader()
    }

    /// `current` is told each input before it is read; `found` what was wrong. Gives how many were understood.
    @discardableResult
    package func run(
        _ indices: Range<UInt64>, current: CurrentInput? = nil, found: (FuzzFinding) -> Void
    ) -> Int {
        // What is loaded and cached on first use is no growth.
        var understood = 0
        _ = read(mutator.input(0, seed: seed))
        Self.forgetPeak()
        var base = Self.peakBytes()
        for index in indices {
            let input = mutator.input(index, seed: seed)
            current?.begin(index, input)
            let start = Self.processorSeconds()
            if read(input) { understood += 1 }
            let spent = Self.processorSeconds() - start
            if spent > FuzzLimits.processorSeconds {
                found(FuzzFinding(.slow, index: index, detail: "\(Int(spent * 1_000)) ms"))
            }
            let peak = Self.peakBytes()
            if peak - base > FuzzLimits.growthBytes {
                found(FuzzFinding(.growth, index: index, detail: "\((peak - base) >> 20) MiB"))
                base = peak
            }
        }
        return understood
    }

    /// What the process once had must not hide what an input takes (proc(5), clear_refs: 5 resets the peak).
    private static func forgetPeak() {
        let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = write(file, "5", 1)
        close(file)
    }

    /// The most memory that this process had, in bytes. What getrusage says holds what the program had that started
    /// this one, too, and hides as much.
    package static func peakBytes() -> Int { ProcessMemory()?.peak ?? 0 }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
