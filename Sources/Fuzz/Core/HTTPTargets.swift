import Foundation
import HTTP
import HubCore

/// What servers and clients of ours read of HTTP beside what libmicrohttpd and libcurl do.
enum HTTPTargets {
    static let all = [heads, forms, streams]

    private static let router: Router = {
        var router = Router()
        for pattern in ["/v1/people/:id", "/v1/chunks/:sha256", "/assets/*path", "/v1/feed", "/"] {
            router.on(.get, pattern) { _ in .empty() }
        }
        router.on(.post, "/v1/push") { _ in .empty() }
        return router
    }()

    /// Method, path, and fields, a line each.
    private static let heads = FuzzTarget(
        "http-head", words: ["%00", "%FF", "%2F", "bytes=", "-", ";", "=", "\"", "\\", "/", "//", ":id", "\n"],
        shortRun: 10_000,
        seeds: {
            [
                "GET\n/v1/people/0190\nbytes=0-99\nlimit=3\na=b; c=d\nBearer xyz\nMjAyNh8x",
                "POST\n/v1/push\nbytes=5-\n-9\nsession=\"a\\\"b\"\nbearer\n",
                "GET\n/assets/a%20b/c\nbytes=9223372036854775807-\n501\n;;=;\n\n====",
            ].map { Array($0.utf8) }
        },
        reader: {
            let whole = Array(repeating: UInt8(1), count: 100)
            return { bytes in
                let lines = String(decoding: bytes, as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                func line(_ index: Int) -> String { index < lines.count ? lines[index] : "" }
                let match = try? router.match(line(0), path: line(1))
                let request = HTTPRequest(
                    method: .get, path: percentDecoded(line(1)) ?? "", query: ["limit": line(3)],
                    headers: ["Range": line(2), "Cookie": line(4), "Authorization": line(5)])
                _ = try? ByteRange.response(to: request, whole: whole)
                _ = try? request.queryInteger("limit", default: 1, in: 1...500)
                _ = (request.cookies, request.bearerToken, headerParameter("boundary", of: line(4)))
                _ = (try? ListCursor.parse(line(6), parts: 3), try? ListCursor.parseInteger(line(6)))
                _ = HTTPError.badRequest(line(1)).response
                return match != nil
            }
        })

    /// The first line is the content type, the rest the body.
    private static let forms = FuzzTarget(
        "multipart-form", words: ["--xyz", "--xyz--", "\r\n", "\r\n\r\n", "name=\"", "boundary=", "\"", "; "],
        shortRun: 10_000,
        seeds: {
            var body = MultipartBody(boundary: "xyz")
            body.add(name: "name", value: "Ann")
            body.add(name: "photograph", filename: "a.jpg", contentType: "image/jpeg", bytes: [0xFF, 0xD8, 0x0D, 0x0A])
            let empty = "--xyz\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--xyz--"
            return [body.finished(), Array(empty.utf8)].map { Array((body.contentType + "\n").utf8) + $0 }
        },
        reader: {
            { bytes in
                let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
                let request = HTTPRequest(
                    method: .post, path: "/", headers: ["Content-Type": String(decoding: bytes[..<end], as: UTF8.self)],
                    body: Array(bytes[end...].dropFirst()))
                return (try? MultipartForm.parse(request, maximumParts: 8)) != nil
            }
        })

    /// The first byte says in what pieces the rest arrives.
    private static let streams = FuzzTarget(
        "mjpeg-stream", words: ["--frame", "\r\n", "\r\n\r\n", "Content-Length: ", "\n", "--"], shortRun: 10_000,
        seeds: {
            let counted = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nABCDE\r\n"
            let open = "--frame\r\nContent-Type: image/jpeg\r\n\r\nABCDEFG\r\n--frame\r\n\r\nXY\r\n--frame--\r\n"
            return [counted + counted, open].flatMap { text in [[UInt8(3)], [255]].map { $0 + Array(text.utf8) } }
        },
        reader: {
            { bytes in
                guard let size = bytes.first else { return false }
                var parser = MJPEGParser(maximumFrameBytes: 4_096)
                var rest = bytes[1...]
                var frames = 0
                while !rest.isEmpty {
                    guard let new = try? parser.consume(Array(rest.prefix(Int(size) + 1))) else { return false }
                    frames += new.count
                    rest = rest.dropFirst(Int(size) + 1)
                }
                return frames > 0
            }
        })
}
