import FoundationEssentials
import HTTP

/// What a hub says when it does not do what it was asked.
struct HubRefusal: CustomStringConvertible {
    private struct Body: Decodable {
        struct Problem: Decodable {
            let code: String
            let message: String
            let hint: String?
        }
        let error: Problem
    }

    let status: Int
    let description: String
    /// What the hub asks to wait, in milliseconds.
    let retryAfter: Int64

    /// Longest text that is taken over from an answer, in characters.
    private static let maximumCharacters = 300
    /// Longest wait that a hub may ask for: an hour, in seconds.
    private static let maximumRetrySeconds: Int64 = 3_600

    init(_ response: HTTPClientResponse) {
        status = response.status
        if let problem = try? response.decode(Body.self).error {
            let text = [problem.message, problem.hint].compactMap(\.self).joined(separator: " ")
            description = String(text.prefix(Self.maximumCharacters))
        } else {
            description = "HTTP status \(response.status)"
        }
        let seconds = response.headers["Retry-After"].flatMap { Int64($0) } ?? 0
        retryAfter = min(max(0, seconds), Self.maximumRetrySeconds) * 1_000
    }

    var isTemporary: Bool { status == 429 || status >= 500 }
}
