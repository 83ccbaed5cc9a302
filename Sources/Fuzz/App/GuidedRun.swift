#if ROLLCALL_LIBFUZZER
    import FuzzCore
    import Glibc

    /// `rollcall-fuzz guided NAME …`: libFuzzer, with its own options after the target's name. Only in the build that
    /// ./deploy/fuzz makes, which tells it what each input reaches.
    enum GuidedRun {
        /// What libFuzzer's C callback can reach; set once before it starts, on the only thread.
        nonisolated(unsafe) private static var read: ([UInt8]) -> Bool = { _ in false }

        static func main() -> Never {
            var arguments = Swift.CommandLine.arguments
            guard arguments.count > 2, let target = FuzzTargets.named(arguments[2]), let reader = try? target.reader()
            else {
                print("rollcall-fuzz guided NAME [libFuzzer's options] [folders of inputs]")
                exit(64)
            }
            read = reader
            arguments.removeSubrange(1...2)
            arguments.append("-max_len=\(target.maximumBytes)")
            var words = arguments.map { strdup($0) } + [nil]
            var count = Int32(arguments.count)
            let status = words.withUnsafeMutableBufferPointer { buffer in
                var start = buffer.baseAddress!
                return runFuzzer(&count, &start) { data, size in
                    // libFuzzer's bytes are good for this call; the array is a copy.
                    _ = GuidedRun.read(Array(UnsafeBufferPointer(start: data, count: size)))
                    return 0
                }
            }
            exit(status)
        }
    }

    /// libFuzzer's entry as a library (FuzzerInterface.h).
    @_silgen_name("LLVMFuzzerRunDriver")
    private func runFuzzer(
        _ count: UnsafeMutablePointer<Int32>,
        _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32
#endif
