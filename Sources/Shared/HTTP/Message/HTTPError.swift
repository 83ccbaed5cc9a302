/// An error that a client is told about: `{"error":{"code","message","hint"}}` with `status`.
/// `code` is for programs (snake_case, stable), `message` says what was wrong, `hint` what to do.
package struct HTTPError: Error, Equatable, CustomStringConvertible {
    package let status: Int
    package let code: String
    package let message: String
    package let hint: String?
    package let headers: HTTPHeaders

    package init(
        _ status: Int, _ code: String, _ message: String, hint: String? = nil, headers: HTTPHeaders = [:]
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.headers = headers
    }

    package var description: String {
        "\(status) \(code): \(message)" + (hint.map { " " + $0 } ?? "")
    }

    /// The response that a client receives.
    package var response: HTTPResponse {
        var body = "{\"error\":{\"code\":\(quoted(code)),\"message\":\(quoted(message))"
        if let hint { body += ",\"hint\":\(quoted(hint))" }
        body += "}}"
        var response = HTTPResponse(status: status, body: Array(body.utf8), contentType: "application/json")
        for field in headers.fields { response.headers.add(field.name, field.value) }
        return response
    }

    package static func badRequest(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(400, "bad_request", message, hint: hint)
    }

    package static func unauthorised(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(401, "unauthorised", message, hint: hint, headers: ["WWW-Authenticate": "Bearer"])
    }

    package static func forbidden(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(403, "forbidden", message, hint: hint)
    }

    package static func notFound(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(404, "not_found", message, hint: hint)
    }

    package static func conflict(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(409, "conflict", message, hint: hint)
    }

    package static func tooLarge(_ message: String, hint: String? = nil) -> HTTPError {
        HTTPError(413, "too_large", message, hint: hint)
    }
}

extension HTTPError {
    /// What a client is told for a body that is not the JSON the route expects: the key path, no
    /// value (values may be personal data).
    init(_ error: DecodingError) {
        let (context, problem) =
            switch error {
            case .keyNotFound(let key, let context): (context, "\"\(key.stringValue)\" is missing")
            case .typeMismatch(let type, let context): (context, "must be \(type)")
            case .valueNotFound(let type, let context): (context, "must be \(type), not null")
            case .dataCorrupted(let context):
                (context, context.codingPath.isEmpty ? "not valid JSON" : "not valid")
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "not valid")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        let place = path.isEmpty ? "the body" : String(path.drop { $0 == "." })
        self.init(400, "bad_json", "\(place): \(problem).")
    }
}

/// `text` as a JSON string (RFC 8259 §7).
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
