import HTTP
import Testing

@Suite struct RoutingTests {
    struct Person: Codable, Equatable {
        let name: String
        let age: Int
        let marks: [Int]
    }

    private func routes(_ router: inout Router) {
        router.on(.get, "/v1/people") { request in .text(request.query["q"] ?? "none") }
        router.on(.get, "/v1/people/me") { _ in .text("me") }
        router.on(.get, "/v1/people/:id") { request in .text(try request.parameter("id")) }
        router.on(.get, "/v1/people/:id/photos/:photo") { request in
            .text(try request.parameter("id") + "+" + request.parameter("photo"))
        }
        router.on(.get, "/assets/*path") { request in .text(try request.parameter("path")) }
        router.on(.post, "/v1/people") { request in try .json(request.decode(Person.self), status: 201) }
        router.on(.delete, "/v1/people/:id") { _ in .empty() }
        router.on(.get, "/v1/count") { request in
            .text(String(try request.queryInteger("limit", default: 7, in: 1...100)))
        }
        router.on(.get, "/fails") { _ in throw Unexpected() }
        router.on(.get, "/refuses") { _ in
            throw HTTPError(409, "conflict", "Two \"faces\"\nin one", hint: "Ask\u{1}.")
        }
    }

    @Test(arguments: [
        ("/v1/people", 200, "none"),
        ("/v1/people?q=a%20b%2Bc+d&q=second", 200, "a b+c d"),
        ("/v1/people?q", 200, ""),
        ("/v1/people/me", 200, "me"),
        ("/v1/people/a%2Fb", 200, "a/b"),
        ("/v1/people/%C3%A9", 200, "é"),
        ("/v1/people/1/photos/2", 200, "1+2"),
        ("/assets/css/site.css", 200, "css/site.css"),
        ("/v1/count?limit=100", 200, "100"),
        ("/v1/count", 200, "7"),
    ])
    func answers(path: String, status: Int, body: String) async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + path))
            #expect(response.status == status)
            #expect(response.text == body)
        }
    }

    @Test(arguments: [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/v1/people/", 404, "not_found"),
        ("GET", "/v1/people/1/photos", 404, "not_found"),
        ("PUT", "/v1/people/1", 405, "method_not_allowed"),
        ("POST", "/v1/people/1", 405, "method_not_allowed"),
        ("BREW", "/v1/people", 501, "unknown_method"),
        ("GET", "/v1/people/%zz", 400, "bad_request"),
        ("GET", "/v1/people/%ff", 400, "bad_request"),
        ("GET", "/v1/people/a%00b", 400, "bad_request"),
        ("GET", "/v1/people?q=%f", 400, "bad_request"),
        ("GET", "/v1/count?limit=0", 400, "bad_request"),
        ("GET", "/v1/count?limit=many", 400, "bad_request"),
        ("GET", "/fails", 500, "internal"),
        ("GET", "/refuses", 409, "conflict"),
    ])
    func refuses(method: String, path: String, status: Int, code: String) async throws {
        try await withServer(routes: routes) { server in
            let connection = RawConnection(port: server.port)
            let length = method == "GET" ? "" : "Content-Length: 2\r\n"
            await connection.send(
                "\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(length)\r\n")
            if !length.isEmpty { await connection.send("{}") }
            let answer = await connection.read()
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            #expect(answer.contains("\"code\":\"\(code)\""), "\(answer)")
            if status == 405 { #expect(answer.contains("Allow: DELETE, GET, HEAD\r\n"), "\(answer)") }
        }
    }

    @Test func errorTextIsValidJSON() async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/refuses"))
            let body = try response.decode(ErrorBody.self)
            #expect(body.error.message == "Two \"faces\"\nin one")
            #expect(body.error.hint == "Ask\u{1}.")
        }
    }

    @Test(arguments: [
        (#"{"name":"A","age":3,"marks":[1]}"#, 201, ""),
        (#"{"name":"A","marks":[1]}"#, 400, "\"age\" is missing"),
        (#"{"name":"A","age":"secret value","marks":[1]}"#, 400, "age: must be Int"),
        (#"{"name":null,"age":1,"marks":[]}"#, 400, "name: must be String, not null"),
        (#"{"name":"A","age":1,"marks":[1,2,"x"]}"#, 400, "marks[2]: must be Int"),
        (#"{"name":"#, 400, "the body: not valid JSON"),
        ("", 400, "the body: not valid JSON"),
    ])
    func badJSONNamesTheKey(body: String, status: Int, text: String) async throws {
        try await withServer(routes: routes) { server in
            let response = try await HTTPClient().send(
                HTTPClientRequest(.post, server.baseURL + "/v1/people", body: Array(body.utf8)))
            #expect(response.status == status)
            if status == 400 {
                let message = try response.decode(ErrorBody.self).error.message
                #expect(message.contains(text), "\(message)")
                #expect(!message.contains("secret"))
            }
        }
    }

    @Test func headHasLengthWithoutBody() async throws {
        try await withServer(routes: routes) { server in
            let connection = RawConnection(port: server.port)
            await connection.send("HEAD /v1/people/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answer = await connection.read()
            #expect(answer.contains("Content-Length: 2\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
            let response = try await HTTPClient().send(
                HTTPClientRequest(.head, server.baseURL + "/v1/people/me"))
            #expect(response.status == 200 && response.body.isEmpty)
        }
    }

    @Test func onlyTheLogLearnsOfUnexpectedErrors() async throws {
        let told = Counter()
        try await withServer(
            onError: { error, request in
                if error is Unexpected, request.route == "/fails" { told.increment() }
            },
            routes: routes
        ) { server in
            let response = try await HTTPClient().send(HTTPClientRequest(.get, server.baseURL + "/fails"))
            #expect(!response.text.contains("Unexpected"))
            #expect(told.value == 1)
        }
    }

    @Test func middlewareIsOrderedAndSeesErrorsAsResponses() async throws {
        struct User: Sendable { let name: String }
        try await withServer(routes: { router in
            router.use { request, next in
                var response = try await next(request)
                response.headers["X-Outer"] = "\(response.status) \(request.route ?? "no route")"
                return response
            }
            router.use { request, next in
                guard request.bearerToken == "good" else { throw HTTPError.unauthorised("No.") }
                var request = request
                request.attach(User(name: "Ada"))
                return try await next(request)
            }
            router.on(.get, "/me/:x") { request in .text(request.attached(User.self)?.name ?? "nobody") }
        }) { server in
            let client = HTTPClient()
            let good: HTTPHeaders = ["authorization": "bearer good"]
            let answers = [
                try await client.send(HTTPClientRequest(.get, server.baseURL + "/me/1", headers: good)),
                try await client.send(HTTPClientRequest(.get, server.baseURL + "/me/1")),
                try await client.send(HTTPClientRequest(.get, server.baseURL + "/you", headers: good)),
            ]
            #expect(answers[0].text == "Ada")
            #expect(answers.map { $0.headers["x-outer"] } == ["200 /me/:x", "401 /me/:x", "404 no route"])
        }
    }

    @Test func cookies() {
        let request = HTTPRequest(
            method: .get, path: "/", headers: ["cookie": "a=1; session=x=y;  c=3", "Cookie": "d=; broken"])
        #expect(request.cookies == ["a": "1", "session": "x=y", "c": "3", "d": ""])
    }
}
