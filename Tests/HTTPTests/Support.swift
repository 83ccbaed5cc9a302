import HTTP
import Synchronization
import Testing

/// Starts a server on a free port, runs `body`, stops the server.
func withServer(
    _ configure: (inout HTTPServer.Configuration) -> Void = { _ in },
    onError: @escaping @Sendable (any Error, HTTPRequest) -> Void = { _, _ in },
    routes: (inout Router) -> Void,
    _ body: (HTTPServer) async throws -> Void
) async throws {
    var configuration = HTTPServer.Configuration()
    configure(&configuration)
    var router = Router()
    routes(&router)
    let server = HTTPServer(configuration: configuration, router: router, onError: onError)
    try server.start()
    do {
        try await body(server)
    } catch {
        await server.stop(graceSeconds: 0)
        throw error
    }
    await server.stop(graceSeconds: 1)
}

/// Waits until `condition` holds; false after ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}

final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() { count.withLock { $0 += 1 } }
}

/// The `error` object of a JSON error.
struct ErrorBody: Decodable {
    struct Content: Decodable {
        let code: String
        let message: String
        let hint: String?
    }

    let error: Content
}

struct Unexpected: Error {}
