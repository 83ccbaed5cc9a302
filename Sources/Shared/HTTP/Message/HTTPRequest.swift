import FoundationEssentials

/// A request as a handler sees it: head and body read, body inflated, limits already kept.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// Percent-decoded, without the query.
    package var path: String
    /// Path and query as they were sent, still percent-encoded: what a signature is over.
    package var target: String
    /// The pattern of the matching route ("/v1/people/:id"); nil when no route matches.
    package var route: String?
    package var pathParameters: [String: String]
    /// Percent-decoded; of a repeated name the first value.
    package var query: [String: String]
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// The numeric address of the peer ("127.0.0.1", "::1").
    package var remoteAddress: String
    private var attachments: [ObjectIdentifier: any Sendable] = [:]

    package init(
        method: HTTPMethod, path: String, route: String? = nil, pathParameters: [String: String] = [:],
        query: [String: String] = [:], headers: HTTPHeaders = [:], body: [UInt8] = [],
        remoteAddress: String = ""
    ) {
        self.method = method
        self.path = path
        target = path
        self.route = route
        self.pathParameters = pathParameters
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The part of the path that the route calls `:name`.
    package func parameter(_ name: String) throws(HTTPError) -> String {
        guard let value = pathParameters[name], !value.isEmpty else {
            throw .badRequest("The path lacks \(name).")
        }
        return value
    }

    /// An integer of the query, 400 when it is no integer or out of range.
    package func queryInteger(
        _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(HTTPError) -> Int {
        guard let text = query[name] else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw .badRequest(
                "The query parameter \(name) must be an integer"
                    + " from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    /// The body as JSON. An error becomes a 400 that names the key path.
    package func decode<T: Decodable>(_ type: T.Type) throws -> T {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw HTTPError(error)
        }
    }

    /// The token of `Authorization: Bearer …` (RFC 6750).
    package var bearerToken: String? {
        guard let value = headers["Authorization"] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, equalWithoutCase(parts[0], "Bearer") else { return nil }
        return String(parts[1])
    }

    /// Cookies by name (RFC 6265 §4.2).
    package var cookies: [String: String] {
        var result: [String: String] = [:]
        for pair in headers.values(of: "Cookie").flatMap({ $0.split(separator: ";") }) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            result[String(parts[0].drop { $0 == " " })] = String(parts[1])
        }
        return result
    }

    /// Middleware hands a value of its own type (the signed-in user, the node) to handlers.
    package mutating func attach<T: Sendable>(_ value: T) {
        attachments[ObjectIdentifier(T.self)] = value
    }

    package func attached<T: Sendable>(_ type: T.Type) -> T? {
        attachments[ObjectIdentifier(type)] as? T
    }
}
