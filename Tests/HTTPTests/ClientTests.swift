import HTTP
import Testing

@Suite struct ClientTests {
    @Test func connectionIsKept() async throws {
        try await withServer(routes: { router in
            router.on(.post, "/echo") { request in
                HTTPResponse(body: request.body, contentType: request.headers["Content-Type"])
            }
        }) { server in
            let raw = RawConnection(port: server.port)
            for number in 0..<3 {
                await raw.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n\(number)")
                let answer = await raw.read(until: "\r\n\r\n\(number)")
                #expect(answer.hasSuffix("\(number)"))
            }
            let client = HTTPClient()
            for size in [0, 1, 70_000, 1_000_000] {
                let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
                let response = try await client.send(
                    HTTPClientRequest(.post, server.baseURL + "/echo", body: body))
                #expect(response.body == body)
            }
        }
    }

    @Test(arguments: HTTPMethod.allCases)
    func everyMethodArrives(method: HTTPMethod) async throws {
        try await withServer(routes: { router in
            for known in HTTPMethod.allCases where known != .head {
                router.on(known, "/") { request in
                    HTTPResponse(headers: ["X-Seen": "\(request.method.rawValue) \(request.body.count)"])
                }
            }
        }) { server in
            let bytes = method == .get || method == .head ? 0 : 3
            let response = try await HTTPClient().send(
                HTTPClientRequest(method, server.baseURL + "/", body: [UInt8](repeating: 65, count: bytes)))
            #expect(response.headers["x-seen"] == "\(method.rawValue) \(bytes)")
        }
    }

    @Test func timeoutNamesTheHostAndNothingElse() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/slow") { _ in
                try await Task.sleep(for: .seconds(30))
                return .empty()
            }
        }) { server in
            let start = ContinuousClock.now
            let url = "http://user:password@127.0.0.1:\(server.port)/slow?token=secret"
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient().send(HTTPClientRequest(.get, url, timeoutSeconds: 0.3))
            }
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(error?.reason == .timedOut)
            #expect(error?.isUnreachable == true)
            let text = error?.description ?? ""
            #expect(text.contains("127.0.0.1:\(server.port)"))
            #expect(!text.contains("secret") && !text.contains("password") && !text.contains("user"))
        }
    }

    @Test func stalledTransferIsEndedUnlessALongPoll() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/slow") { _ in
                try await Task.sleep(for: .milliseconds(3500))
                return .text("late")
            }
        }) { server in
            var configuration = HTTPClient.Configuration()
            configuration.stallTimeoutSeconds = 1
            let client = HTTPClient(configuration: configuration)
            let url = server.baseURL + "/slow"
            async let poll = client.send(HTTPClientRequest(.get, url, isLongPoll: true))
            let error = await #expect(throws: HTTPClientError.self) {
                try await client.send(HTTPClientRequest(.get, url))
            }
            #expect(error?.reason == .timedOut)
            let late = try await poll
            #expect(late.text == "late")
        }
    }

    @Test func refusedConnection() async throws {
        var port = 0
        try await withServer(routes: { _ in }) { port = $0.port }
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(HTTPClientRequest(.get, "http://127.0.0.1:\(port)/x"))
        }
        #expect(error?.reason == .couldNotConnect)
        #expect(error?.isUnreachable == true)
        #expect(error?.description.hasPrefix("Could not connect to 127.0.0.1:\(port). Is it running") == true)
    }

    @Test(arguments: ["", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://a b/", "nonsense://x"])
    func badURL(url: String) async {
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(HTTPClientRequest(.get, url))
        }
        #expect(error?.reason == .badURL)
    }

    @Test func unknownName() async {
        let error = await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(
                HTTPClientRequest(.get, "http://no-such-host.invalid/", timeoutSeconds: 10))
        }
        #expect(error?.isUnreachable == true)
    }

    @Test func responseCapCountsDecompressedBytes() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/bomb", RouteOptions(compressesResponse: true)) { _ in
                HTTPResponse(body: [UInt8](repeating: 0, count: 1 << 20), contentType: "text/plain")
            }
            router.on(.get, "/endless") { _ in
                .stream("text/plain") { writer in while true { try await writer.write("0123456789") } }
            }
        }) { server in
            let client = HTTPClient()
            for path in ["/bomb", "/endless"] {
                let error = await #expect(throws: HTTPClientError.self) {
                    try await client.send(
                        HTTPClientRequest(.get, server.baseURL + path, maximumResponseBytes: 100_000))
                }
                #expect(error?.reason == .tooLarge, "\(path)")
                #expect(error?.isUnreachable == false)
            }
            let whole = try await client.send(HTTPClientRequest(.get, server.baseURL + "/bomb"))
            #expect(whole.body.count == 1 << 20)
        }
    }

    @Test func streamOfAnErrorPageThrows() async throws {
        try await withServer(routes: { _ in }) { server in
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient().stream(HTTPClientRequest(.get, server.baseURL + "/x")) { _ in true }
            }
            #expect(error?.reason == .unexpectedStatus(404))
        }
    }

    @Test func redirectsAreNotFollowed() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/") { _ in .redirect(to: "/other") }
        }) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/"))
            #expect(response.status == 303 && response.headers["Location"] == "/other")
        }
    }

    @Test func cancellationBeforeAndDuring() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/wait") { _ in
                try await Task.sleep(for: .seconds(30))
                return .empty()
            }
        }) { server in
            let client = HTTPClient()
            let base = server.baseURL
            for delay in [0, 0, 1, 5, 50] {
                let task = Task { try await client.send(HTTPClientRequest(.get, base + "/wait")) }
                if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
                task.cancel()
                let start = ContinuousClock.now
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }
    }

    @Test func headerCannotBeInjected() async {
        await #expect(throws: HTTPClientError.self) {
            try await HTTPClient().send(
                HTTPClientRequest(.get, "http://127.0.0.1:1/", headers: ["X-A": "1\r\nX-B: 2"]))
        }
    }
}
