import HTTP
import Testing

@Suite struct MultipartTests {
    private func request(_ body: String, type: String = "multipart/form-data; boundary=B") -> HTTPRequest {
        request(Array(body.utf8), type: type)
    }

    private func request(_ body: [UInt8], type: String) -> HTTPRequest {
        HTTPRequest(method: .post, path: "/", headers: ["Content-Type": type], body: body)
    }

    @Test func builtFormsAreReadBack() throws {
        var form = MultipartBody()
        let photograph = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) } + [13, 10, 45, 45]
        form.add(name: "name", value: "Zoë \"Z\"")
        form.add(name: "empty", value: "")
        form.add(name: "photo", filename: "a;b=c.jpg", contentType: "image/jpeg", bytes: photograph)
        let parts = try MultipartForm.parse(request(form.finished(), type: form.contentType))
        #expect(parts.map(\.name) == ["name", "empty", "photo"])
        #expect(parts[0].text == "Zoë \"Z\"" && parts[0].filename == nil)
        #expect(parts[1].body.isEmpty)
        #expect(parts[2].filename == "a;b=c.jpg" && parts[2].contentType == "image/jpeg")
        #expect(parts[2].body == photograph)
    }

    @Test(arguments: [
        ("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B--", ["a=x"]),
        ("preamble\r\n--B\r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n--B--\r\nepilogue", ["a=x"]),
        ("--B  \r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n\r\n--B--\r\n", ["a\"b="]),
        ("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--B--\r\n", ["a="]),
        (
            "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--C\r\n--\r\n-B\r\n--B--\r\n",
            ["a=--C\r\n--\r\n-B"]
        ),
        (
            "--B\r\nX: y\r\nContent-Disposition:form-data;filename=\"C:\\p.jpg\"; name=\"a\"\r\n\r\n1\r\n--B--",
            ["a=1"]
        ),
        ("--B--\r\n", []),
    ])
    func forms(body: String, expected: [String]) throws {
        #expect(try MultipartForm.parse(request(body)).map { "\($0.name)=\($0.text)" } == expected)
    }

    @Test(arguments: [
        ("", 400),
        ("no boundary at all", 400),
        ("--B", 400),
        ("--B\r\n", 400),
        ("--Bogus\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B--", 400),
        ("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut short", 400),
        ("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--B", 400),
        ("--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", 400),
        ("--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--", 400),
        ("--B\r\nno colon\r\n\r\nx\r\n--B--", 400),
        ("--B\r\nX: " + String(repeating: "y", count: 5000) + "\r\n\r\nx\r\n--B--", 400),
        (
            String(repeating: "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", count: 65)
                + "--B--", 413
        ),
    ])
    func brokenForms(body: String, status: Int) {
        let error = #expect(throws: HTTPError.self) { try MultipartForm.parse(request(body)) }
        #expect(error?.status == status)
    }

    @Test(arguments: [
        ("application/json", 415), ("", 415), ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), 400),
    ])
    func badTypes(type: String, status: Int) {
        let error = #expect(throws: HTTPError.self) { try MultipartForm.parse(request("--B--", type: type)) }
        #expect(error?.status == status)
    }

    @Test func everyCutIsRefusedOrRead() {
        var form = MultipartBody(boundary: "B")
        form.add(name: "a", value: "1")
        form.add(name: "b", filename: "f", contentType: "text/plain", bytes: [1, 2, 3])
        let whole = form.finished()
        for length in 0..<(whole.count - 2) {
            let error = #expect(throws: HTTPError.self) {
                try MultipartForm.parse(request(Array(whole[..<length]), type: form.contentType))
            }
            #expect(error?.status == 400)
        }
    }

    @Test func serverSentEvents() {
        let event = ServerSentEvent(id: "7\n8", event: "record", data: "one\ntwo\r\nthree")
        #expect(
            String(decoding: event.bytes, as: UTF8.self)
                == "id: 78\nevent: record\ndata: one\ndata: two\ndata: three\n\n")
        #expect(String(decoding: ServerSentEvent(data: "").bytes, as: UTF8.self) == "data: \n\n")
    }
}
