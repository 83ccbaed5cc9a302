import HTTP
import Service

/// Counts and times requests by route, never by who or what they are about.
struct RequestMetrics: Sendable {
    private let metrics: Metrics
    private let clock = ContinuousClock()

    init(_ metrics: Metrics) {
        self.metrics = metrics
    }

    @Sendable func middleware(_ request: HTTPRequest, _ next: HTTPHandler) async throws -> HTTPResponse {
        let start = clock.now
        let response = try await next(request)
        let route = request.route ?? "none"
        metrics.counter(
            "rollcall_http_requests_total", "Requests answered.",
            ["method": request.method.rawValue, "route": route, "status": String(response.status)]).add()
        let seconds = (clock.now - start) / .seconds(1)
        metrics.histogram("rollcall_http_seconds", "Time to answer, waiting of long-polls included.", ["route": route])
            .observe(seconds)
        return response
    }
}
