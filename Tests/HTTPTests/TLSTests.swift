import Certificates
import HTTP
import Testing

@Suite struct TLSTests {
    private func routes(_ router: inout Router) {
        router.on(.get, "/hello") { .text($0.target) }
        var options = RouteOptions(maximumBodyBytes: 10)
        options.beforeBody = { (request) throws(HTTPError) in
            guard request.headers["Pass"] == "yes" else { throw .forbidden("No pass.") }
            request.attach(17)
        }
        router.on(.post, "/guarded", options) { .text("\($0.attached(Int.self) ?? 0) \($0.body.count)") }
    }

    private func client(_ trust: HTTPClient.Trust, needsTLS: Bool = false) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.trust = trust
        configuration.needsTLS = needsTLS
        return HTTPClient(configuration: configuration)
    }

    private func withTLS(_ body: (HTTPServer, IssuedCertificate) async throws -> Void) async throws {
        let authority = try IssuedCertificate.authority(name: "Test")
        let server = try authority.server(names: ["127.0.0.1"])
        try await withServer(
            { $0.tls = .init(certificatePEM: server.certificate, keyPEM: server.key) }, routes: routes
        ) { try await body($0, authority) }
    }

    @Test func onlyTheRightAuthorityIsTrusted() async throws {
        let other = try IssuedCertificate.authority(name: "Test")
        try await withTLS { (server, authority) async throws in
            let url = server.baseURL + "/hello"
            #expect(url.hasPrefix("https://"))
            #expect(try await client(.authority(authority.certificate)).send(.init(.get, url)).status == 200)
            #expect(try await client(.unverified).send(.init(.get, url)).status == 200)
            for trust in [HTTPClient.Trust.system, .authority(other.certificate)] {
                let error = await #expect(throws: HTTPClientError.self) {
                    try await client(trust).send(.init(.get, url))
                }
                #expect(error?.reason == .untrusted && error?.description.contains("not trusted") == true)
            }
            let wrongName = await #expect(throws: HTTPClientError.self) {
                try await client(.authority(authority.certificate))
                    .send(.init(.get, "https://localhost:\(server.port)/hello"))
            }
            #expect(wrongName?.reason == .wrongName)
        }
    }

    @Test func plainAndEncryptedDoNotMix() async throws {
        try await withTLS { (server, authority) async throws in
            let plain = await #expect(throws: HTTPClientError.self) {
                try await client(.system).send(.init(.get, "http://127.0.0.1:\(server.port)/hello"))
            }
            #expect(plain?.description.contains("https") == true, "\(plain as Any)")
            let refused = await #expect(throws: HTTPClientError.self) {
                try await client(.unverified, needsTLS: true).send(.init(.get, "http://127.0.0.1:\(server.port)/hello"))
            }
            #expect(refused?.reason == .badURL)
        }
        try await withServer(routes: routes) { server async throws in
            let error = await #expect(throws: HTTPClientError.self) {
                try await client(.unverified).send(.init(.get, "https://127.0.0.1:\(server.port)/hello"))
            }
            #expect(error?.description.contains("did not answer in TLS") == true, "\(error as Any)")
        }
    }

    /// Signatures are over what stands in the request line.
    @Test(arguments: ["/hello", "/hello?a=1&b=2", "/hello?a=%2F%20x&b", "/hello?b=&a=1", "/hello?a=1+2"])
    func theTargetIsAsItWasSent(target: String) async throws {
        try await withServer(routes: routes) { server async throws in
            #expect(try await HTTPClient().send(.init(.get, server.baseURL + target)).text == target)
        }
    }

    /// Also when far more is announced, or sent, than anybody reads.
    @Test(arguments: [5, 11, 3_000_000])
    func whoMayNotSendIsRefusedBeforeTheBody(bytes: Int) async throws {
        try await withTLS { (server, authority) async throws in
            let client = client(.authority(authority.certificate))
            var request = HTTPClientRequest(
                .post, server.baseURL + "/guarded", body: [UInt8](repeating: 7, count: bytes))
            let refused = try await client.send(request)
            #expect(refused.status == (bytes > 10 ? 413 : 403))
            request.headers["Pass"] = "yes"
            let passed = try await client.send(request)
            #expect(passed.status == (bytes > 10 ? 413 : 200))
            if bytes <= 10 { #expect(passed.text == "17 \(bytes)") }
        }
    }

    @Test func noBodyIsAwaitedOfWhoAsksFirst() async throws {
        try await withServer(routes: routes) { server async throws in
            let connection = RawConnection(port: server.port)
            await connection.send(
                "POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
            #expect(await connection.read().hasPrefix("HTTP/1.1 403 "))
        }
    }

    /// Clients that do not ask first are still sending when their answer comes: it must not be lost to them.
    @Test func theReasonReachesWhoIsStillSending() async throws {
        try await withTLS { (server, authority) async throws in
            let client = client(.authority(authority.certificate))
            for _ in 0..<20 {
                // libcurl asks first from 1 MiB on.
                let body = [UInt8](repeating: 7, count: 1 << 20)
                #expect(try await client.send(.init(.post, server.baseURL + "/guarded", body: body)).status == 413)
            }
        }
    }
}
