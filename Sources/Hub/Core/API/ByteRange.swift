import HTTP

/// A part of a body that is the same for everybody (RFC 9110 §14): one range of bytes, or all.
package enum ByteRange {
    /// The whole body, or the part that the request's `Range` names. 416 for a part that lies behind the end; a header
    /// that is not one range of bytes counts as absent.
    package static func response(to request: HTTPRequest, whole: [UInt8]) throws -> HTTPResponse {
        var headers: HTTPHeaders = ["Accept-Ranges": "bytes", "Cache-Control": "no-store"]
        guard let range = request.headers["Range"].flatMap(parse) else {
            return HTTPResponse(headers: headers, body: whole, contentType: "application/gzip")
        }
        guard range.first < whole.count else {
            throw HTTPError(
                416, "range_behind_end", "The body has \(whole.count) bytes.",
                headers: ["Content-Range": "bytes */\(whole.count)"])
        }
        let last = min(range.last ?? .max, whole.count - 1)
        headers["Content-Range"] = "bytes \(range.first)-\(last)/\(whole.count)"
        return HTTPResponse(
            status: 206, headers: headers, body: Array(whole[range.first...last]), contentType: "application/gzip")
    }

    private static func parse(_ text: String) -> (first: Int, last: Int?)? {
        guard text.hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first >= 0 else { return nil }
        guard !ends[1].isEmpty else { return (first, nil) }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return (first, last)
    }
}
