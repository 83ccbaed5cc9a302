import CMicroHTTPD

/// What is known of a request before its body: the route, or why there is none.
struct RequestHead: Sendable {
    /// The request without its body.
    let request: HTTPRequest
    let outcome: Result<Router.Match, HTTPError>
    let declaredBodyBytes: Int
    /// The client sends its body only after an answer (RFC 9110 §10.1.1).
    let awaitsContinue: Bool

    var options: RouteOptions {
        (try? outcome.get())?.options ?? RouteOptions()
    }

    init(_ connection: ConnectionHandle, method: String, path: String, core: ServerCore) {
        let fields = connection.values(.HEADER_KIND)
        var headers = HTTPHeaders()
        for field in fields { headers.add(field.name, field.value ?? "") }
        let headerBytes = fields.reduce(path.utf8.count) { $0 + $1.name.utf8.count + ($1.value?.utf8.count ?? 0) + 4 }
        awaitsContinue = headers["Expect"].map { equalWithoutCase($0, "100-continue") } ?? false
        declaredBodyBytes = headers["Content-Length"].flatMap { Int($0) } ?? 0

        var query: [String: String] = [:]
        var isQueryBroken = false
        let arguments = connection.values(.GET_ARGUMENT_KIND)
        for pair in arguments {
            guard let name = percentDecoded(pair.name), let value = percentDecoded(pair.value ?? "") else {
                isQueryBroken = true
                continue
            }
            query[name] = query[name] ?? value
        }
        var request = HTTPRequest(
            method: HTTPMethod(rawValue: method) ?? .get, path: percentDecoded(path) ?? path, query: query,
            headers: headers, remoteAddress: connection.remoteAddress)
        request.target = Self.target(path, arguments)
        do throws(HTTPError) {
            guard headerBytes <= core.configuration.maximumHeaderBytes else {
                throw HTTPError(
                    431, "headers_too_large",
                    "The request's head has more than \(core.configuration.maximumHeaderBytes) bytes.")
            }
            guard !isQueryBroken else {
                throw .badRequest("The query is not valid percent-encoded UTF-8.")
            }
            let match = try core.responder.router.match(method, path: path)
            request.route = match.pattern
            request.pathParameters = match.parameters
            guard declaredBodyBytes <= match.options.maximumBodyBytes else {
                throw Self.tooLarge(match.options)
            }
            try match.options.beforeBody?(&request)
            outcome = .success(match)
        } catch {
            outcome = .failure(error)
        }
        self.request = request
    }

    /// Path and query as they were sent. libmicrohttpd takes the query apart and makes spaces of plus signs; a space
    /// itself cannot stand there.
    private static func target(_ path: String, _ arguments: [(name: String, value: String?)]) -> String {
        let pairs = arguments.map { ($0.name + ($0.value.map { "=" + $0 } ?? "")).replacing(" ", with: "+") }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    static func tooLarge(_ options: RouteOptions) -> HTTPError {
        .tooLarge("The body may have at most \(options.maximumBodyBytes) bytes here.")
    }
}
