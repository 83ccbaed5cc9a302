/// Builds a `multipart/form-data` body (RFC 7578) for an upload.
package struct MultipartBody: Sendable {
    private let boundary: String
    private var bytes: [UInt8] = []

    /// `boundary` must not occur in any part; the default is random.
    package init(
        boundary: String = "rollcall-" + String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
    ) {
        self.boundary = boundary
    }

    package var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    package mutating func add(name: String, value: String) {
        addPart("name=\"\(escaped(name))\"", contentType: nil, Array(value.utf8))
    }

    package mutating func add(name: String, filename: String, contentType: String, bytes: [UInt8]) {
        addPart(
            "name=\"\(escaped(name))\"; filename=\"\(escaped(filename))\"", contentType: contentType, bytes)
    }

    /// The whole body, with its last boundary.
    package func finished() -> [UInt8] {
        bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private mutating func addPart(_ disposition: String, contentType: String?, _ body: [UInt8]) {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\n"
        if let contentType { head += "Content-Type: \(contentType)\r\n" }
        bytes += Array((head + "\r\n").utf8)
        bytes += body
        bytes += [0x0D, 0x0A]
    }

    /// As browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "%22"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
