/// What became of one photograph.
package struct PhotographOutcome: Hashable, Sendable, Codable {
    package let file: String
    package let isAccepted: Bool
    /// Which problem it has, for programs: `EnrolmentProblem.code`. Nil: none.
    package let problem: String?
    /// The same for people: why it was not used, or what would make a better one.
    package let reason: String?

    package init(file: String, isAccepted: Bool, problem: EnrolmentProblem?) {
        self.file = file
        self.isAccepted = isAccepted
        self.problem = problem?.code
        reason = problem?.description
    }

    /// One line: the file, and what became of it.
    package var line: String { "\(file): \(result)" }

    /// "accepted", "accepted, but …" or "not used: …".
    package var result: String {
        switch (isAccepted, reason) {
        case (true, nil): "accepted"
        case (true, let reason?): "accepted, but \(reason)"
        case (false, let reason): "not used: \(reason ?? "unknown")"
        }
    }

    enum CodingKeys: String, CodingKey {
        case file, problem, reason
        case isAccepted = "accepted"
    }
}
