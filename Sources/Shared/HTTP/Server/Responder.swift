/// Turns a request into a response: middleware around the route's handler, errors rendered.
struct Responder: Sendable {
    let router: Router
    /// Told of errors that are not `HTTPError`s; clients get a 500 without detail.
    let onError: @Sendable (any Error, HTTPRequest) -> Void

    /// `outcome` is the route, or why there is none (404, 405, 413 …).
    func response(to request: HTTPRequest, _ outcome: Result<Router.Match, HTTPError>) async -> HTTPResponse {
        let endpoint: HTTPHandler = { request in
            await rendering(request) {
                let match = try outcome.get()
                var request = request
                try inflate(&request, match.options)
                return try await match.handler(request)
            }
        }
        let chain = router.middleware.reversed().reduce(endpoint) { next, layer in
            { request in await rendering(request) { try await layer(request, next) } }
        }
        var response = await rendering(request) { try await chain(request) }
        if case .success(let match) = outcome, match.options.compressesResponse {
            compress(&response, for: request)
        }
        return response
    }

    private func rendering(
        _ request: HTTPRequest, _ body: () async throws -> HTTPResponse
    ) async -> HTTPResponse {
        do {
            return try await body()
        } catch let error as HTTPError {
            return error.response
        } catch is CancellationError {
            return HTTPError(
                503, "stopping", "The request was ended before it was answered.", hint: "Try again.",
                headers: ["Retry-After": "1"]
            ).response
        } catch {
            onError(error, request)
            return HTTPError(500, "internal", "Something went wrong here; the details are in the log.")
                .response
        }
    }

    private func inflate(_ request: inout HTTPRequest, _ options: RouteOptions) throws(HTTPError) {
        guard let encoding = request.headers["Content-Encoding"], !equalWithoutCase(encoding, "identity")
        else {
            return
        }
        guard equalWithoutCase(encoding, "gzip") || equalWithoutCase(encoding, "deflate") else {
            throw HTTPError(
                415, "unknown_encoding", "This Content-Encoding is not understood.",
                hint: "Use gzip or deflate.", headers: ["Accept-Encoding": "gzip, deflate"])
        }
        do {
            request.body = try Compression.inflated(request.body, maximumBytes: options.maximumInflatedBytes)
        } catch {
            switch error {
            case .damaged: throw .badRequest("The compressed body is damaged.")
            case .tooLarge:
                throw .tooLarge("The body inflates to more than \(options.maximumInflatedBytes) bytes.")
            }
        }
        request.headers["Content-Encoding"] = nil
    }

    /// Below this gzip saves no packet.
    private static let minimumCompressedBytes = 1400

    private func compress(_ response: inout HTTPResponse, for request: HTTPRequest) {
        guard case .bytes(let bytes) = response.body, bytes.count >= Self.minimumCompressedBytes,
            response.headers["Content-Encoding"] == nil,
            request.headers["Accept-Encoding"]?.contains("gzip") == true,
            let compressed = Compression.gzip(bytes)
        else { return }
        response.body = .bytes(compressed)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    }
}
