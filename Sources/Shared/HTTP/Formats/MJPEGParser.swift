/// Cuts frames out of `multipart/x-mixed-replace`, as cameras send MJPEG over HTTP. Fed with chunks of
/// any size. Cameras differ: the boundary in the head may lack or double the leading dashes, parts may
/// lack Content-Length; so the boundary is taken from the stream's own first line.
package struct MJPEGParser: Sendable {
    private enum Phase: Sendable {
        case boundary
        case head
        /// A part of known length.
        case counted(Int)
        /// A part that ends at the next boundary.
        case delimited
    }

    private static let maximumHeadBytes = 4 << 10

    private let maximumFrameBytes: Int
    private var phase = Phase.boundary
    /// The boundary's line ("--frame") as the stream shows it.
    private var line: [UInt8] = []
    private var buffer: [UInt8] = []
    /// Of a delimited part, how much is known to hold no boundary.
    private var searchedBytes = 0
    /// The part's head so far: its size, and the length that it declares.
    private var headBytes = 0
    private var length: Int?

    package init(maximumFrameBytes: Int = 16 << 20) {
        self.maximumFrameBytes = maximumFrameBytes
    }

    /// Takes the next bytes; gives the frames that they complete. After an error the stream is to be
    /// opened anew, with a new parser.
    package mutating func consume(_ bytes: [UInt8]) throws(MJPEGError) -> [[UInt8]] {
        buffer += bytes
        var frames: [[UInt8]] = []
        var start = 0
        while let frame = try advance(&start) {
            if !frame.isEmpty { frames.append(frame) }
        }
        buffer.removeFirst(start)
        return frames
    }

    /// One step at `start`: a frame, an empty array for a step without one, nil when bytes are lacking.
    private mutating func advance(_ start: inout Int) throws(MJPEGError) -> [UInt8]? {
        switch phase {
        case .boundary: try readBoundary(&start)
        case .head: try readHead(&start)
        case .counted(let count): readCounted(count, &start)
        case .delimited: try readDelimited(&start)
        }
    }

    private mutating func readBoundary(_ start: inout Int) throws(MJPEGError) -> [UInt8]? {
        guard let end = try lineEnd(from: start) else { return nil }
        let text = buffer[start..<end].drop(while: isSpace)
        let trimmed = Array(text.reversed().drop(while: isSpace).reversed())
        start = end + 1
        if trimmed.isEmpty { return [] }
        if line.isEmpty {
            guard trimmed.starts(with: [0x2D, 0x2D]), trimmed.count > 2 else { throw .noBoundary }
            line = trimmed
        }
        guard trimmed.starts(with: line) else { throw .noBoundary }
        phase = .head
        headBytes = 0
        length = nil
        return []
    }

    private mutating func readHead(_ start: inout Int) throws(MJPEGError) -> [UInt8]? {
        guard let end = try lineEnd(from: start) else { return nil }
        let hasReturn = end > start && buffer[end - 1] == 0x0D
        let text = String(decoding: buffer[start..<(hasReturn ? end - 1 : end)], as: UTF8.self)
        headBytes += end + 1 - start
        start = end + 1
        guard headBytes <= Self.maximumHeadBytes else {
            throw .headTooLarge(maximumBytes: Self.maximumHeadBytes)
        }
        if text.isEmpty {
            searchedBytes = 0
            phase = length.map { .counted($0) } ?? .delimited
            return []
        }
        let halves = text.split(separator: ":", maxSplits: 1)
        if halves.count == 2, equalWithoutCase(halves[0], "Content-Length") {
            length = Int(halves[1].filter { $0 != " " && $0 != "\t" }).flatMap { $0 > 0 ? $0 : nil }
            if let length, length > maximumFrameBytes {
                throw .frameTooLarge(maximumBytes: maximumFrameBytes)
            }
        }
        return []
    }

    private mutating func readCounted(_ count: Int, _ start: inout Int) -> [UInt8]? {
        guard buffer.count - start >= count else { return nil }
        let frame = Array(buffer[start..<start + count])
        start += count
        phase = .boundary
        return frame
    }

    private mutating func readDelimited(_ start: inout Int) throws(MJPEGError) -> [UInt8]? {
        guard let found = firstIndex(of: [0x0A] + line, in: buffer, from: start + searchedBytes) else {
            guard buffer.count - start <= maximumFrameBytes + line.count + 2 else {
                throw .frameTooLarge(maximumBytes: maximumFrameBytes)
            }
            searchedBytes = max(0, buffer.count - start - line.count)
            return nil
        }
        // The line break before the boundary belongs to the boundary (RFC 2046 §5.1.1).
        let end = found > start && buffer[found - 1] == 0x0D ? found - 1 : found
        guard end - start <= maximumFrameBytes else { throw .frameTooLarge(maximumBytes: maximumFrameBytes) }
        let frame = Array(buffer[start..<end])
        start = found
        phase = .boundary
        return frame
    }

    private func lineEnd(from start: Int) throws(MJPEGError) -> Int? {
        let end = buffer[start...].firstIndex(of: 0x0A)
        if (end ?? buffer.count) - start > Self.maximumHeadBytes {
            throw .headTooLarge(maximumBytes: Self.maximumHeadBytes)
        }
        return end
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
}
