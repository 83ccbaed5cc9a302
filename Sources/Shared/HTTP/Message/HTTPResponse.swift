import FoundationEssentials

/// What a handler answers.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: HTTPBody

    package init(
        status: Int = 200, headers: HTTPHeaders = [:], body: [UInt8] = [], contentType: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = .bytes(body)
        if let contentType { self.headers["Content-Type"] = contentType }
    }

    /// JSON with unescaped slashes; keys in no particular order.
    package static func json(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let data = try encoder.encode(value)
        return HTTPResponse(status: status, body: Array(data), contentType: "application/json")
    }

    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8), contentType: "text/plain; charset=utf-8")
    }

    package static func html(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8), contentType: "text/html; charset=utf-8")
    }

    package static func empty(_ status: Int = 204) -> HTTPResponse {
        HTTPResponse(status: status)
    }

    /// 303: the browser asks for `location` with GET.
    package static func redirect(to location: String) -> HTTPResponse {
        HTTPResponse(status: 303, headers: ["Location": location])
    }

    /// A response that is written piece by piece: server-sent events, MJPEG, long exports.
    package static func stream(
        _ contentType: String, _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) -> HTTPResponse {
        var response = HTTPResponse(headers: ["Content-Type": contentType, "Cache-Control": "no-store"])
        response.body = .stream(produce)
        return response
    }
}
