import FoundationEssentials

/// A request to send.
package struct HTTPClientRequest: Sendable {
    package var method: HTTPMethod
    /// http or https; may hold a user and password for cameras, which are never shown in errors.
    package var url: String
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// For the whole exchange.
    package var timeoutSeconds: Double
    /// Of the body after decompression; more ends the transfer.
    package var maximumResponseBytes: Int
    /// A server that stays silent is not taken for stalled; only `timeoutSeconds` rules.
    package var isLongPoll: Bool
    /// Sends the body with `Content-Encoding: gzip`.
    package var compressesBody: Bool

    package init(
        _ method: HTTPMethod = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        timeoutSeconds: Double = 30, maximumResponseBytes: Int = 16 << 20, isLongPoll: Bool = false,
        compressesBody: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.maximumResponseBytes = maximumResponseBytes
        self.isLongPoll = isLongPoll
        self.compressesBody = compressesBody
    }

    /// A request with a JSON body.
    package static func json(
        _ method: HTTPMethod, _ url: String, _ value: some Encodable, headers: HTTPHeaders = [:]
    ) throws -> HTTPClientRequest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        var request = HTTPClientRequest(method, url, headers: headers, body: Array(try encoder.encode(value)))
        request.headers["Content-Type"] = "application/json"
        return request
    }
}
