/// Reads `multipart/form-data` (RFC 7578): uploads of photographs with their fields.
package struct MultipartForm {
    package struct Part: Sendable, Equatable {
        package let name: String
        /// As the client claims; never to be used as a path.
        package let filename: String?
        package let contentType: String?
        package let body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// RFC 2046 §5.1.1.
    private static let maximumBoundaryBytes = 70
    private static let maximumPartHeadBytes = 4 << 10

    /// The parts in order. Throws 415 for another content type, 400 for a broken form, 413 for more
    /// than `maximumParts`. The body's size is limited by the route.
    package static func parse(_ request: HTTPRequest, maximumParts: Int = 64) throws(HTTPError) -> [Part] {
        let type = request.headers["Content-Type"] ?? ""
        let kind = type.prefix { $0 != ";" && $0 != " " }
        guard equalWithoutCase(kind, "multipart/form-data") else {
            throw HTTPError(
                415, "not_multipart", "This route takes a form with files.",
                hint: "Send Content-Type: multipart/form-data.")
        }
        guard let boundary = headerParameter("boundary", of: type),
            (1...maximumBoundaryBytes).contains(boundary.utf8.count)
        else { throw .badRequest("The form's Content-Type lacks a boundary of 1 to 70 characters.") }
        return try parse(request.body, boundary: boundary, maximumParts: maximumParts)
    }

    private static func parse(
        _ body: [UInt8], boundary: String, maximumParts: Int
    ) throws(HTTPError) -> [Part] {
        let opening = Array("--\(boundary)".utf8)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let lineEnd: [UInt8] = [0x0D, 0x0A]
        var parts: [Part] = []
        guard var position = firstDelimiter(opening, in: body) else {
            throw .badRequest("The form does not contain its boundary.")
        }
        while !hasPrefix([0x2D, 0x2D], in: body, at: position) {
            guard let headStart = firstIndex(of: lineEnd, in: body, from: position).map({ $0 + 2 }),
                body[position..<(headStart - 2)].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
            else { throw .badRequest("A boundary of the form is not followed by a line break.") }
            guard parts.count < maximumParts else {
                throw .tooLarge("The form has more than \(maximumParts) parts.")
            }
            let (fields, bodyStart) = try head(body, from: headStart)
            guard let end = firstIndex(of: delimiter, in: body, from: bodyStart - 2) else {
                throw .badRequest("The form ends inside a part.", hint: "The upload may have been cut short.")
            }
            // The empty part: its delimiter's line break is the one that ended its head.
            parts.append(try part(fields, Array(body[min(bodyStart, end)..<end])))
            position = end + delimiter.count
        }
        return parts
    }

    /// The end of the first boundary, which stands at the start or after a line break.
    private static func firstDelimiter(_ opening: [UInt8], in body: [UInt8]) -> Int? {
        if hasPrefix(opening, in: body, at: 0) { return opening.count }
        return firstIndex(of: [0x0D, 0x0A] + opening, in: body, from: 0).map { $0 + 2 + opening.count }
    }

    private static func hasPrefix(_ prefix: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
        bytes.count >= index + prefix.count && bytes[index..<index + prefix.count].elementsEqual(prefix)
    }

    private static func head(_ body: [UInt8], from start: Int) throws(HTTPError) -> (HTTPHeaders, Int) {
        var headers = HTTPHeaders()
        var position = start
        while let end = firstIndex(of: [0x0D, 0x0A], in: body, from: position) {
            guard end - start <= maximumPartHeadBytes else { break }
            if end == position { return (headers, end + 2) }
            let line = String(decoding: body[position..<end], as: UTF8.self)
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { throw .badRequest("A part's head has a line without a colon.") }
            headers.add(String(halves[0]), String(halves[1].drop { $0 == " " || $0 == "\t" }))
            position = end + 2
        }
        throw .badRequest("A part's head has no end within \(maximumPartHeadBytes) bytes.")
    }

    private static func part(_ fields: HTTPHeaders, _ body: [UInt8]) throws(HTTPError) -> Part {
        let disposition = fields["Content-Disposition"] ?? ""
        guard equalWithoutCase(disposition.prefix { $0 != ";" && $0 != " " }, "form-data"),
            let name = headerParameter("name", of: disposition)
        else { throw .badRequest("A part lacks Content-Disposition: form-data with a name.") }
        return Part(
            name: name, filename: headerParameter("filename", of: disposition),
            contentType: fields["Content-Type"], body: body)
    }
}
