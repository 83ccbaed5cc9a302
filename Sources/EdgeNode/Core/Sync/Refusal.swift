import FoundationEssentials
import HTTP

/// What a hub, or a node's control port, says when it does not do what it was asked.
struct Refusal: CustomStringConvertible {
    private struct Body: Decodable {
        struct Problem: Decodable {
            let code: String
            let message: String
            let hint: String?
        }
        let error: Problem
    }

    let status: Int
    /// For programs; nil when the answer does not come from Rollcall.
    let code: String?
    let message: String
    let hint: String?
    /// What the hub asks to wait, in milliseconds.
    let retryAfter: Int64

    /// Longest text that is taken over from an answer, in characters.
    private static let maximumCharacters = 300
    /// Longest wait that a hub may ask for: an hour, in seconds.
    private static let maximumRetrySeconds: Int64 = 3_600

    init(_ response: HTTPClientResponse) {
        status = response.status
        let problem = try? response.decode(Body.self).error
        code = problem?.code
        message = String((problem?.message ?? "HTTP status \(response.status)").prefix(Self.maximumCharacters))
        hint = problem?.hint.map { String($0.prefix(Self.maximumCharacters)) }
        let seconds = response.headers["Retry-After"].flatMap { Int64($0) } ?? 0
        retryAfter = min(max(0, seconds), Self.maximumRetrySeconds) * 1_000
    }

    var description: String { [message, hint].compactMap(\.self).joined(separator: " ") }

    var isTemporary: Bool { status == 429 || status >= 500 }
}
