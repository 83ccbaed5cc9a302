import HTTP
import Testing

@Suite struct MJPEGParserTests {
    private static let frames: [[UInt8]] = [
        [0xFF, 0xD8, 1, 2, 3, 0xFF, 0xD9],
        // Line breaks, dashes and half a boundary inside of a frame.
        [0xFF, 0xD8, 13, 10, 45, 45, 102, 114, 13, 10, 10, 0xFF, 0xD9],
        [0xFF, 0xD8, 9, 0xFF, 0xD9],
    ]

    private static func stream(
        boundary: String = "--frame", start: String = "", withLength: Bool = true, lineEnd: String = "\r\n"
    ) -> [UInt8] {
        var bytes = Array(start.utf8)
        for frame in frames {
            bytes += Array((boundary + lineEnd + "Content-Type: image/jpeg" + lineEnd).utf8)
            if withLength { bytes += Array("content-length:  \(frame.count)\(lineEnd)".utf8) }
            bytes += Array(lineEnd.utf8) + frame + Array(lineEnd.utf8)
        }
        return bytes + Array((boundary + "--" + lineEnd).utf8)
    }

    @Test(arguments: [
        stream(), stream(withLength: false), stream(start: "\r\n"),
        stream(boundary: "----x y", withLength: false),
        stream(lineEnd: "\n"), stream(withLength: false, lineEnd: "\n"),
    ])
    func splitAtEveryByte(stream: [UInt8]) throws {
        for cut in 0...stream.count {
            var parser = MJPEGParser()
            let frames = try parser.consume(Array(stream[..<cut])) + parser.consume(Array(stream[cut...]))
            #expect(frames == Self.frames, "cut at \(cut)")
        }
        var parser = MJPEGParser()
        var frames: [[UInt8]] = []
        for byte in stream { frames += try parser.consume([byte]) }
        #expect(frames == Self.frames)
    }

    @Test func largeFramesWithoutLengthAreFoundInOnePass() throws {
        let frame = [UInt8](repeating: 10, count: 2 << 20)
        let head = Array("--b\r\n\r\n".utf8)
        let stream = head + frame + [13, 10] + head
        var parser = MJPEGParser()
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: 1400) {
            found += try parser.consume(Array(stream[start..<min(start + 1400, stream.count)]))
        }
        #expect(found == [frame])
    }

    @Test func capsHold() throws {
        var counted = MJPEGParser(maximumFrameBytes: 100)
        #expect(throws: MJPEGError.frameTooLarge(maximumBytes: 100)) {
            try counted.consume(Array("--b\r\nContent-Length: 101\r\n\r\n".utf8))
        }
        var delimited = MJPEGParser(maximumFrameBytes: 100)
        #expect(throws: MJPEGError.frameTooLarge(maximumBytes: 100)) {
            try delimited.consume(Array("--b\r\n\r\n".utf8) + [UInt8](repeating: 1, count: 1000))
        }
        var exact = MJPEGParser(maximumFrameBytes: 100)
        let frame = [UInt8](repeating: 1, count: 100)
        #expect(try exact.consume(Array("--b\r\n\r\n".utf8) + frame + Array("\r\n--b\r\n".utf8)) == [frame])
        var endless = MJPEGParser()
        #expect(throws: MJPEGError.self) {
            for _ in 0..<100 { _ = try endless.consume([UInt8](repeating: 45, count: 1000)) }
        }
        var manyHeaders = MJPEGParser()
        _ = try manyHeaders.consume(Array("--b\r\n".utf8))
        #expect(throws: MJPEGError.self) {
            for _ in 0..<1000 { _ = try manyHeaders.consume(Array("X: y\r\n".utf8)) }
        }
    }

    @Test(arguments: ["<html>\r\n", "GIF89a\n", "-\r\n", "--\r\n"])
    func otherContent(text: String) {
        var parser = MJPEGParser()
        #expect(throws: MJPEGError.noBoundary) { try parser.consume(Array(text.utf8)) }
    }

    @Test func lengthBeyondInteger() throws {
        var parser = MJPEGParser(maximumFrameBytes: 100)
        // Not a usable length: the boundary decides.
        let stream = "--b\r\nContent-Length: 99999999999999999999\r\n\r\nxy\r\n--b\r\n"
        #expect(try parser.consume(Array(stream.utf8)) == [[120, 121]])
    }

    @Test func overHTTP() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/camera") { _ in
                .stream("multipart/x-mixed-replace; boundary=frame") { writer in
                    try await writer.write(Self.stream())
                }
            }
        }) { server in
            let found = FrameCollector()
            try await HTTPClient().stream(HTTPClientRequest(.get, server.baseURL + "/camera")) {
                found.take($0)
            }
            #expect(found.frames == Self.frames)
        }
    }
}
