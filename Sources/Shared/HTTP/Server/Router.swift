/// Runs in Swift's pool, which has one thread per core: a handler awaits, it does not block.
package typealias HTTPHandler = @Sendable (HTTPRequest) async throws -> HTTPResponse
/// Calls `next` or answers by itself. What `next` gives is always a response: errors of handlers
/// are turned into responses before middleware sees them.
package typealias HTTPMiddleware = @Sendable (HTTPRequest, HTTPHandler) async throws -> HTTPResponse

/// Routes and middleware. A value: the server serves the copy it was started with.
package struct Router: Sendable {
    /// A route found for a method and path.
    package struct Match: Sendable {
        let pattern: String
        let options: RouteOptions
        let handler: HTTPHandler
        let parameters: [String: String]
    }

    private struct Route: Sendable {
        let pattern: String
        let options: RouteOptions
        let handler: HTTPHandler
    }

    private var root = RouteTree<Route>()
    private(set) var middleware: [HTTPMiddleware] = []

    package init() {}

    /// Adds a route. Patterns: `/v1/people/:id` (one part of the path), `/assets/*path` (all that
    /// follows). A literal part wins over a parameter, a parameter over the rest. GET also answers
    /// HEAD. The same method and pattern twice is a programmer's error and traps.
    package mutating func on(
        _ method: HTTPMethod, _ pattern: String, _ options: RouteOptions = RouteOptions(),
        _ handler: @escaping HTTPHandler
    ) {
        precondition(pattern.hasPrefix("/"), "route pattern \(pattern) must begin with /")
        let route = Route(pattern: pattern, options: options, handler: handler)
        let isNew = root.insert(route, method: method, pattern: pattern)
        precondition(isNew, "route \(method.rawValue) \(pattern) is given twice")
    }

    /// Adds middleware; the first one added is the outermost.
    package mutating func use(_ layer: @escaping HTTPMiddleware) {
        middleware.append(layer)
    }

    /// Finds the route of a raw (still percent-encoded) path. Throws 400, 404, 405 or 501.
    package func match(_ methodName: String, path: String) throws(HTTPError) -> Match {
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        var decoded: [String] = []
        for part in parts {
            guard let text = percentDecoded(part) else {
                throw .badRequest("The path is not valid percent-encoded UTF-8.")
            }
            decoded.append(text)
        }
        guard let method = HTTPMethod(rawValue: methodName) else {
            throw HTTPError(501, "unknown_method", "The method \(methodName.prefix(20)) is not implemented.")
        }
        guard let (routes, parameters) = root.find(decoded[...]) else {
            throw .notFound("There is nothing at this path.")
        }
        guard let route = routes[method] ?? (method == .head ? routes[.get] : nil) else {
            var allowed = Set(routes.keys)
            if allowed.contains(.get) { allowed.insert(.head) }
            let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            throw HTTPError(
                405, "method_not_allowed", "\(method.rawValue) is not allowed here.",
                hint: "Allowed: \(names).", headers: ["Allow": names])
        }
        return Match(
            pattern: route.pattern, options: route.options, handler: route.handler, parameters: parameters)
    }
}
