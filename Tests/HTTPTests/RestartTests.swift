import HTTP
import Testing

struct RestartTests {
    /// libmicrohttpd's way to stop listening aborted the process about once in some thousand stops.
    @Test func startingAndStoppingUnderRequestsNeverAborts() async throws {
        var router = Router()
        router.on(.get, "/") { _ in .text("here") }
        let client = HTTPClient()
        for _ in 0..<100 {
            let server = HTTPServer(configuration: .init(), router: router) { _, _ in }
            try server.start()
            let address = server.baseURL
            let requests = (0..<3).map { _ in
                Task { try? await client.send(HTTPClientRequest(.get, address + "/")).status }
            }
            await server.stop(graceSeconds: 1)
            for request in requests {
                let status = await request.value
                #expect(status == nil || status == 200)
            }
        }
    }
}
