import CHDF5
import Synchronization

/// The one door to the HDF5 library. It keeps global state and is safe for threads only where it was built
/// so; therefore everything that touches it runs inside `exclusively`, one caller at a time in the whole
/// process.
enum HDF5 {
    private static let door = Mutex(())

    /// Runs `body` while nobody else uses the library. Not reentrant: `body` must not call it again.
    static func exclusively<Result>(_ body: () throws -> Result) rethrows -> Result {
        try door.withLock { _ in
            // Printing is switched per thread where the library was built for threads.
            chdf5_silence()
            return try body()
        }
    }

    /// The innermost message of the error stack, which names the cause ("file is truncated", "No space
    /// left…").
    static func lastMessage() -> String {
        var message = ""
        withUnsafeMutablePointer(to: &message) { pointer in
            _ = H5Ewalk2(
                chdf5_error_stack(), H5E_WALK_UPWARD,
                { depth, entry, context in
                    // Sound: the context that HDF5 hands back is `message`, which outlives the walk.
                    if depth == 0, let text = entry?.pointee.desc {
                        context?.assumingMemoryBound(to: String.self).pointee = String(cString: text)
                    }
                    return 0
                }, pointer)
        }
        // Further lines repeat the file's name and say where in the library it happened.
        return message.split(separator: "\n").first.map(String.init) ?? "no reason given"
    }
}
