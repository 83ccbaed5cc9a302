import HTTP
import Synchronization

/// Collects the frames of a stream.
final class FrameCollector: Sendable {
    private let state = Mutex<(parser: MJPEGParser, frames: [[UInt8]])>((MJPEGParser(), []))

    var frames: [[UInt8]] { state.withLock { $0.frames } }

    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard let found = try? state.parser.consume(bytes) else { return false }
            state.frames += found
            return true
        }
    }
}
