import HTTP
import Testing

@Suite struct LimitTests {
    private static let limit = 1000

    private func routes(_ router: inout Router) {
        let options = RouteOptions(maximumBodyBytes: Self.limit, maximumInflatedBytes: 5000)
        router.on(.post, "/small", options) { request in .text(String(request.body.count)) }
    }

    @Test(arguments: [(0, 200), (999, 200), (1000, 200), (1001, 413), (5_000_000, 413)])
    func declaredLength(bytes: Int, status: Int) async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(
                HTTPClientRequest(
                    .post, server.baseURL + "/small", body: [UInt8](repeating: 1, count: bytes)))
            #expect(response.status == status)
            if status == 413 { #expect(response.text.contains("at most 1000 bytes")) }
        }
    }

    @Test func refusalComesBeforeTheBody() async throws {
        try await withServer(routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n")
            let answer = await connection.read()
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test(arguments: [(500, 2, "200 OK"), (500, 3, "413 "), (1000, 4000, "413 "), (1000, 6000, nil)])
    func unknownLength(chunkBytes: Int, chunks: Int, start: String?) async throws {
        try await withServer(routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send(
                "POST /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
            let size = String(chunkBytes, radix: 16)
            let chunk = Array("\(size)\r\n".utf8) + [UInt8](repeating: 120, count: chunkBytes) + [13, 10]
            for _ in 0..<chunks { await connection.send(chunk) }
            await connection.send("0\r\n\r\n")
            let answer = await connection.read()
            // Past what is read only to be discarded, the connection is cut without an answer.
            #expect(start.map { answer.hasPrefix("HTTP/1.1 \($0)") } ?? answer.isEmpty, "\(answer)")
        }
    }

    @Test(arguments: [(4000, 200), (5000, 200), (5001, 413), (300_000, 413)])
    func compressedBody(bytes: Int, status: Int) async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(
                HTTPClientRequest(
                    .post, server.baseURL + "/small", body: [UInt8](repeating: 1, count: bytes),
                    compressesBody: true))
            #expect(response.status == status)
            if status == 200 { #expect(response.text == String(bytes)) }
        }
    }

    @Test(arguments: [("gzip", 400), ("deflate", 400), ("br", 415), ("identity", 200)])
    func damagedCompression(encoding: String, status: Int) async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(
                HTTPClientRequest(
                    .post, server.baseURL + "/small", headers: ["Content-Encoding": encoding],
                    body: Array("plain text".utf8)))
            #expect(response.status == status)
        }
    }

    @Test func headerBytes() async throws {
        try await withServer({ $0.maximumHeaderBytes = 4096 }, routes: routes) { server in
            for (bytes, status) in [(3000, 200), (4097, 431), (100_000, 431)] {
                let connection = RawConnection(port: server.port)
                let value = String(repeating: "a", count: bytes)
                await connection.send(
                    "POST /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Length: 0\r\nX-Long: \(value)\r\n\r\n"
                )
                let answer = await connection.read()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(bytes): \(answer.prefix(200))")
            }
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    ])
    func badHead(text: String) async throws {
        try await withServer(routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send(text)
            let answer = await connection.read()
            #expect(!answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
            // The server is still well.
            let response = try await HTTPClient().send(HTTPClientRequest(.post, server.baseURL + "/small"))
            #expect(response.status == 200)
        }
    }

    @Test func allBodiesTogether() async throws {
        try await withServer({ $0.maximumBufferedBytes = 1500 }, routes: routes) { server in
            let first = RawConnection(port: server.port)
            await first.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
            await first.send([UInt8](repeating: 1, count: 900))
            #expect(await eventually { server.activeRequests == 1 })
            try await Task.sleep(for: .milliseconds(100))
            let client = HTTPClient()
            let request = HTTPClientRequest(
                .post, server.baseURL + "/small", body: [UInt8](repeating: 1, count: 800))
            let refused = try await client.send(request)
            #expect(refused.status == 503 && refused.headers["Retry-After"] == "1")
            await first.send([UInt8](repeating: 1, count: 100))
            #expect(await first.read(until: "1000").hasSuffix("1000"))
            #expect(await eventually { server.activeRequests == 0 })
            let accepted = try await client.send(request)
            #expect(accepted.status == 200)
        }
    }

    @Test func silentClientIsCut() async throws {
        try await withServer({ $0.idleTimeoutSeconds = 1 }, routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
            let start = ContinuousClock.now
            let answer = await connection.read()
            #expect(answer.isEmpty)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test func tricklingBodyIsCut() async throws {
        try await withServer({ $0.requestTimeoutSeconds = 1 }, routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
            for _ in 0..<14 {
                await connection.send("a")
                try await Task.sleep(for: .milliseconds(100))
            }
            let answer = await connection.read()
            #expect(answer.isEmpty)
        }
    }

    @Test func tricklingHeadIsCut() async throws {
        try await withServer(
            {
                $0.idleTimeoutSeconds = 1
                $0.requestTimeoutSeconds = 1
            }, routes: routes
        ) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("POST /small HTTP/1.1\r\nHost: ")
            for _ in 0..<40 {
                await connection.send("a")
                try await Task.sleep(for: .milliseconds(100))
            }
            await connection.send("\r\nContent-Length: 0\r\n\r\n")
            let answer = await connection.read(until: "\r\n\r\n")
            #expect(answer.isEmpty)
        }
    }

    @Test func responseHeaderCannotBeSplit() async throws {
        try await withServer(routes: { router in
            router.on(.get, "/") { _ in HTTPResponse(headers: ["X-Name": "a\r\nX-Evil: 1", "X-Good": "1"]) }
        }) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/"))
            #expect(response.headers["X-Evil"] == nil)
            #expect(response.headers["X-Good"] == "1")
        }
    }
}
