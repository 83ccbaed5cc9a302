import CZlib

/// gzip and deflate (RFC 1952, 1950) in memory, with a cap on what comes out.
enum Compression {
    enum Failure: Error {
        case damaged
        case tooLarge
    }

    /// zlib adds 32 to the window bits to recognise gzip and zlib heads by themselves, 16 to write gzip.
    private static let detectHead: Int32 = MAX_WBITS + 32
    private static let writeGzip: Int32 = MAX_WBITS + 16
    private static let chunkBytes = 64 << 10

    static func inflated(_ bytes: [UInt8], maximumBytes: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard CZlib_inflate_start(&stream, detectHead) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        return try run(&stream, over: bytes, maximumBytes: maximumBytes) { inflate($0, Z_NO_FLUSH) }
    }

    static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard CZlib_deflate_start(&stream, Z_BEST_SPEED, writeGzip) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        return try? run(&stream, over: bytes, maximumBytes: .max) { deflate($0, Z_FINISH) }
    }

    private static func run(
        _ stream: inout z_stream, over input: [UInt8], maximumBytes: Int,
        step: (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws(Failure) -> [UInt8] {
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        var consumed = 0
        while true {
            var code = Z_OK
            var produced = 0
            input.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target in
                    // zlib reads through next_in without writing; its C type only lacks the const.
                    stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress.map { $0 + consumed })
                    stream.avail_in = UInt32(input.count - consumed)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    code = step(&stream)
                    produced = target.count - Int(stream.avail_out)
                    consumed = input.count - Int(stream.avail_in)
                }
            }
            guard output.count + produced <= maximumBytes else { throw .tooLarge }
            output += chunk[..<produced]
            if code == Z_STREAM_END { return output }
            // Z_BUF_ERROR here means that the input ended before the stream did.
            guard code == Z_OK, produced > 0 || consumed < input.count else { throw .damaged }
        }
    }
}
