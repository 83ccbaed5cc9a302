import HTTP
import Synchronization
import Testing

@Suite(.serialized) struct ConcurrencyTests {
    /// Handlers wait here until they are released together.
    private actor Gate {
        private var waiting: [CheckedContinuation<Void, Never>] = []
        var count: Int { waiting.count }

        func wait() async { await withCheckedContinuation { waiting.append($0) } }

        func open() {
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    @Test func fiveHundredLongPollsAreReleasedTogether() async throws {
        let gate = Gate()
        try await withServer(routes: { router in
            router.on(.get, "/wait/:id") { request in
                await gate.wait()
                return .text(try request.parameter("id"))
            }
            router.on(.get, "/now") { _ in .text("now") }
        }) { server in
            let client = HTTPClient()
            try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for id in 0..<500 {
                    group.addTask {
                        let request = HTTPClientRequest(
                            .get, server.baseURL + "/wait/\(id)", isLongPoll: true)
                        return (id, try await client.send(request).text)
                    }
                }
                while await gate.count < 500 { try await Task.sleep(for: .milliseconds(5)) }
                #expect(server.activeRequests == 500)
                // Waiting requests hold no thread: others are answered.
                #expect(try await client.send(HTTPClientRequest(.get, server.baseURL + "/now")).text == "now")
                await gate.open()
                for try await (id, text) in group { #expect(text == String(id)) }
            }
            #expect(await eventually { server.activeRequests == 0 })
        }
    }

    @Test func clientThatLeavesCancelsItsHandler() async throws {
        let started = Counter()
        let cancelled = Counter()
        try await withServer(routes: { router in
            router.on(.get, "/wait") { _ in
                started.increment()
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    cancelled.increment()
                }
                return .empty()
            }
        }) { server in
            let client = HTTPClient()
            let task = Task { try await client.send(HTTPClientRequest(.get, server.baseURL + "/wait")) }
            var raw: RawConnection? = RawConnection(port: server.port)
            await raw?.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await eventually { started.value == 2 })
            raw = nil
            #expect(await eventually { cancelled.value == 1 })
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await eventually { cancelled.value == 2 })
            #expect(await eventually { server.activeRequests == 0 })
        }
    }

    @Test func stopEndsLongPollsAtOnceAndLetsOthersFinish() async throws {
        let started = Counter()
        var router = Router()
        router.on(.get, "/poll", RouteOptions(endsOnStop: true)) { _ in
            started.increment()
            try await Task.sleep(for: .seconds(60))
            return .empty()
        }
        router.on(.get, "/work") { _ in
            started.increment()
            try await Task.sleep(for: .milliseconds(300))
            return .text("done")
        }
        router.on(.get, "/stubborn") { _ in
            started.increment()
            await withCheckedContinuation { continuation in
                Task.detached {
                    try? await Task.sleep(for: .seconds(6))
                    continuation.resume()
                }
            }
            return .empty()
        }
        let server = HTTPServer(configuration: .init(), router: router, onError: { _, _ in })
        try server.start()
        let client = HTTPClient()
        let base = server.baseURL
        let poll = Task { try await client.send(HTTPClientRequest(.get, base + "/poll")).status }
        let work = Task { try await client.send(HTTPClientRequest(.get, base + "/work")).text }
        let stubborn = Task { try await client.send(HTTPClientRequest(.get, base + "/stubborn")).text }
        #expect(await eventually { started.value == 3 })
        let start = ContinuousClock.now
        await server.stop(graceSeconds: 1)
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(try await poll.value == 503)
        #expect(try await work.value == "done")
        await #expect(throws: HTTPClientError.self) { try await stubborn.value }
        await #expect(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest(.get, base + "/work"))
        }
    }

    @Test func stopWithoutStartAndTwice() async throws {
        let server = HTTPServer(configuration: .init(), router: Router(), onError: { _, _ in })
        await server.stop()
        let other = HTTPServer(configuration: .init(), router: Router(), onError: { _, _ in })
        try other.start()
        await other.stop()
        await other.stop()
    }

    @Test func portInUse() async throws {
        try await withServer(routes: { _ in }) { server in
            let port = server.port
            let second = HTTPServer(configuration: .init(port: port), router: Router(), onError: { _, _ in })
            let error = #expect(throws: HTTPServerError.self) { try second.start() }
            #expect(error?.reason == .addressInUse)
            #expect(error?.description.contains("127.0.0.1:\(port) is in use") == true)
        }
        for (host, port) in [("203.0.113.7", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 70000)] {
            let server = HTTPServer(
                configuration: .init(host: host, port: port), router: Router(), onError: { _, _ in })
            let error = #expect(throws: HTTPServerError.self) { try server.start() }
            #expect(error?.reason == .badAddress, "\(host)")
        }
    }

    @Test func badCertificateIsSaidAndFreesThePort() async throws {
        var port = 0
        try await withServer(routes: { _ in }) { port = $0.port }
        var configuration = HTTPServer.Configuration(port: port)
        configuration.tls = .init(certificatePEM: "no certificate", keyPEM: "no key")
        let server = HTTPServer(configuration: configuration, router: Router(), onError: { _, _ in })
        let error = #expect(throws: HTTPServerError.self) { try server.start() }
        #expect(error?.reason == .badTLS)
        let other = HTTPServer(configuration: .init(port: port), router: Router(), onError: { _, _ in })
        try other.start()
        await other.stop()
    }

    @Test func restartOnTheSamePort() async throws {
        var port = 0
        for _ in 0..<3 {
            var router = Router()
            router.on(.get, "/") { _ in .text("up") }
            let server = HTTPServer(configuration: .init(port: port), router: router, onError: { _, _ in })
            try server.start()
            port = server.port
            #expect(try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/")).text == "up")
            await server.stop()
        }
    }

    @Test func loopbackOverIPv6() async throws {
        try await withServer(
            { $0.host = "::1" },
            routes: { router in
                router.on(.get, "/") { request in .text(request.remoteAddress) }
            }
        ) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/"))
            #expect(response.text == "::1")
        }
    }
}
