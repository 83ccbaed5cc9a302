import HTTP
import Synchronization
import Testing

@Suite struct StreamTests {
    @Test func eventsArriveOneByOne() async throws {
        let received = Mutex<[UInt8]>([])
        let sent = Counter()
        try await withServer(routes: { router in
            router.on(.get, "/events", RouteOptions(endsOnStop: true)) { _ in
                .stream(ServerSentEvent.contentType) { writer in
                    for number in 1...3 {
                        // Each event only after the one before has been received.
                        let expected = number - 1
                        #expect(
                            await eventually { received.withLock { $0.count { $0 == 0x0A } } == expected * 3 }
                        )
                        try await writer.write(ServerSentEvent(id: "\(number)", data: "n").bytes)
                        sent.increment()
                    }
                }
            }
        }) { server in
            try await HTTPClient().stream(
                HTTPClientRequest(.get, server.baseURL + "/events"),
                onHead: { #expect($0.headers["content-type"] == "text/event-stream") },
                onChunk: { chunk in
                    received.withLock { $0 += chunk }
                    return true
                })
            #expect(sent.value == 3)
            let text = received.withLock { String(decoding: $0, as: UTF8.self) }
            #expect(text == "id: 1\ndata: n\n\nid: 2\ndata: n\n\nid: 3\ndata: n\n\n")
        }
    }

    @Test func slowReaderHoldsTheWriterBackAndLargeStreamsArriveWhole() async throws {
        let total = 20 << 20
        let written = Counter()
        try await withServer(routes: { router in
            router.on(.get, "/large") { _ in
                .stream("application/octet-stream") { writer in
                    for index in 0..<(total >> 16) {
                        try await writer.write(
                            [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 1 << 16))
                        written.increment()
                    }
                }
            }
        }) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            try await Task.sleep(for: .milliseconds(300))
            #expect(written.value < total >> 16)
            let count = Mutex(0)
            try await HTTPClient().stream(HTTPClientRequest(.get, server.baseURL + "/large")) { chunk in
                count.withLock { $0 += chunk.count }
                return true
            }
            #expect(count.withLock { $0 } == total)
        }
    }

    @Test func clientThatLeavesEndsTheProducer() async throws {
        let ended = Counter()
        try await withServer(routes: { router in
            router.on(.get, "/busy") { _ in
                .stream("text/plain") { writer in
                    defer { ended.increment() }
                    while true { try await writer.write("more and more\n") }
                }
            }
            router.on(.get, "/quiet") { _ in
                .stream("text/plain") { writer in
                    defer { ended.increment() }
                    try await writer.write("hello\n")
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }) { server in
            let client = HTTPClient()
            for (path, expected) in [("/busy", 1), ("/quiet", 2)] {
                try await client.stream(HTTPClientRequest(.get, server.baseURL + path)) { _ in false }
                #expect(await eventually { ended.value == expected }, "\(path)")
            }
            #expect(await eventually { server.activeRequests == 0 })
        }
    }

    @Test func failingProducerBreaksTheTransfer() async throws {
        let told = Counter()
        try await withServer(
            onError: { _, _ in told.increment() },
            routes: { router in
                router.on(.get, "/") { _ in
                    .stream("text/plain") { writer in
                        try await writer.write("half")
                        try await Task.sleep(for: .milliseconds(50))
                        throw Unexpected()
                    }
                }
            }
        ) { server in
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/"))
            }
            #expect(error?.reason == .connectionLost)
            #expect(told.value == 1)
        }
    }

    @Test func stopEndsStreams() async throws {
        let started = Counter()
        var router = Router()
        router.on(.get, "/", RouteOptions(endsOnStop: true)) { _ in
            .stream("text/plain") { writer in
                try await writer.write("hello\n")
                started.increment()
                try await Task.sleep(for: .seconds(60))
            }
        }
        let server = HTTPServer(configuration: .init(), router: router, onError: { _, _ in })
        try server.start()
        let base = server.baseURL
        let reader = Task { try await HTTPClient().stream(HTTPClientRequest(.get, base + "/")) { _ in true } }
        #expect(await eventually { started.value == 1 })
        let start = ContinuousClock.now
        await server.stop(graceSeconds: 10)
        #expect(ContinuousClock.now - start < .seconds(3))
        await #expect(throws: HTTPClientError.self) { try await reader.value }
    }

    @Test func headOfAStreamRunsNoProducer() async throws {
        let started = Counter()
        try await withServer(routes: { router in
            router.on(.get, "/") { _ in .stream("image/x-test") { _ in started.increment() } }
        }) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.head, server.baseURL + "/"))
            #expect(response.headers["Content-Type"] == "image/x-test")
            #expect(started.value == 0)
        }
    }
}
