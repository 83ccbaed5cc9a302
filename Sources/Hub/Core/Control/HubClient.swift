import Attendance
import Foundation
import HTTP
import Replication
import Service
import Trust
import Vision

/// The hub's API as programs use it. Answers that are no success become `HubError`s with the hub's own words.
package struct HubClient: Sendable {
    private let address: String
    private let secret: String
    private let http: HTTPClient

    /// Photographs and long exports take their time, in seconds.
    private static let timeoutSeconds: Double = 300
    private static let maximumResponseBytes = 256 << 20

    /// `authority`: of the hub's certificate.
    package init(address: String, secret: String, authority: AuthorityLink) {
        self.address = address
        self.secret = secret
        var configuration = HTTPClient.Configuration()
        configuration.trust = .authority(authority.pem)
        configuration.needsTLS = true
        http = HTTPClient(configuration: configuration)
    }

    /// Query parameters without a value are left out.
    package typealias Query = [(name: String, value: String?)]

    package func get<Value: Decodable>(_ path: String, _ query: Query = []) async throws -> Value {
        try await send(.get, path, query).decode(Value.self)
    }

    package func text(_ path: String, _ query: Query = []) async throws -> String {
        try await send(.get, path, query).text
    }

    /// Every item of a list that comes in pages.
    package func all<Item: Decodable & Sendable>(_ path: String, _ query: Query = []) async throws -> [Item] {
        var items: [Item] = []
        var cursor: String?
        repeat {
            let page: Page<Item> = try await get(
                path, query + [("limit", String(HubLimits.pageItems)), ("cursor", cursor)])
            items += page.items
            cursor = page.next
        } while cursor != nil
        return items
    }

    package func post<Value: Decodable>(_ path: String, _ body: some Encodable) async throws -> Value {
        try await send(
            .post, path, contentType: "application/json", body: try WireCoding.encode(body)).decode(Value.self)
    }

    package func put(_ path: String, _ body: some Encodable) async throws {
        _ = try await send(.put, path, contentType: "application/json", body: try WireCoding.encode(body))
    }

    /// Something that is done without any details.
    package func post(_ path: String) async throws {
        _ = try await send(.post, path)
    }

    package func importTimetable(_ bytes: [UInt8]) async throws -> TimetableResult {
        try await send(.post, "/v1/sessions", contentType: "text/csv", body: bytes).decode(TimetableResult.self)
    }

    /// Enrols a new person, or with `person` adds photographs to somebody who is known. Where none of the photographs
    /// can be used the reply has nobody.
    package func enrol(
        _ draft: PersonDraft?, person: String? = nil, photographs: [Photograph]
    ) async throws -> EnrolmentReply {
        var form = MultipartBody()
        if let draft {
            form.add(name: "name", value: draft.name)
            if let number = draft.number { form.add(name: "number", value: number) }
            for section in draft.sections { form.add(name: "section", value: section.text) }
        }
        for photograph in photographs {
            form.add(
                name: "photograph", filename: photograph.file, contentType: "application/octet-stream",
                bytes: photograph.bytes)
        }
        let path = person.map { "/v1/people/\($0)/photographs" } ?? "/v1/enrolments"
        let response = try await exchange(.post, path, contentType: form.contentType, body: form.finished())
        if response.status == 422, let refused = try? response.decode(Refused.self) {
            return EnrolmentReply(person: nil, photographs: refused.photographs)
        }
        return try Self.checked(response).decode(EnrolmentReply.self)
    }

    private struct Refused: Decodable {
        let photographs: [PhotographOutcome]
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ query: Query = [], contentType: String? = nil, body: [UInt8] = []
    ) async throws -> HTTPClientResponse {
        try Self.checked(await exchange(method, path, query, contentType: contentType, body: body))
    }

    private static func checked(_ response: HTTPClientResponse) throws -> HTTPClientResponse {
        guard response.isSuccess else { throw error(response) }
        return response
    }

    private func exchange(
        _ method: HTTPMethod, _ path: String, _ query: Query = [], contentType: String? = nil, body: [UInt8] = []
    ) async throws -> HTTPClientResponse {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(secret)"]
        if let contentType { headers["Content-Type"] = contentType }
        do {
            return try await http.send(HTTPClientRequest(
                method, address + path + Self.encoded(query), headers: headers, body: body,
                timeoutSeconds: Self.timeoutSeconds, maximumResponseBytes: Self.maximumResponseBytes))
        } catch let error as HTTPClientError {
            throw HubError(
                .unreachable, "The hub does not answer: \(error)", advice: "Is it still running? See its log.")
        }
    }

    private static func encoded(_ query: Query) -> String {
        let allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
            .union(CharacterSet(charactersIn: "-._~"))
        let pairs = query.compactMap { name, value in
            value.map { "\(name)=\($0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
        }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    private static func error(_ response: HTTPClientResponse) -> HubError {
        struct Answer: Decodable {
            struct Problem: Decodable {
                let code: String
                let message: String
                let hint: String?
            }
            let error: Problem
        }
        guard let answer = try? response.decode(Answer.self) else {
            return HubError(.refused, "The hub answered with status \(response.status)", advice: "See its log.")
        }
        return HubError(
            HubError.Code(rawValue: answer.error.code) ?? .refused, answer.error.message,
            advice: answer.error.hint ?? "")
    }
}
