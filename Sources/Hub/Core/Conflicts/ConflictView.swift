import Attendance

/// A conflict as the API shows it.
package struct ConflictView: Hashable, Sendable, Codable {
    package enum Status: String, Sendable, Codable, CaseIterable { case open, resolved }

    /// One way to resolve it.
    package struct Option: Hashable, Sendable, Codable {
        package let resolution: Resolution
        package let choice: String?
        package let meaning: String
    }

    /// What was decided.
    package struct Decided: Hashable, Sendable, Codable {
        package let id: DecisionID
        package let resolution: Resolution
        package let actor: String
        package let reason: String?
        package let atMilliseconds: Int64

        enum CodingKeys: String, CodingKey {
            case id, resolution, actor, reason
            case atMilliseconds = "at_ms"
        }
    }

    package let id: ConflictID
    package let kind: ConflictKind
    package let status: Status
    package let people: [PersonReference]
    package let evidence: [ConflictEvidence]
    /// What holds until somebody decides.
    package let provisional: String
    package let suggestion: Resolution?
    package let resolutions: [Option]
    /// Where it is resolved, if not here.
    package let elsewhere: String?
    /// Decisions in force, oldest first.
    package let decisions: [Decided]

    init(_ conflict: Conflict, people: [PersonReference], decisions: [ConflictDecision]) {
        id = conflict.id
        kind = conflict.id.kind
        status = conflict.isOpen ? .open : .resolved
        self.people = people
        evidence = conflict.evidence
        provisional = conflict.provisional
        suggestion = conflict.isOpen ? conflict.suggestion : nil
        resolutions = conflict.isOpen ? conflict.options.map {
            Option(resolution: $0.resolution, choice: $0.choice, meaning: $0.meaning)
        } : []
        elsewhere = conflict.elsewhere
        self.decisions = decisions.map {
            Decided(
                id: $0.id, resolution: $0.ruling.resolution, actor: $0.actor, reason: $0.reason, atMilliseconds: $0.at)
        }
    }
}

/// What `POST /v1/conflicts/:id/resolve` takes.
package struct ResolveRequest: Sendable, Codable {
    package let resolution: Resolution
    /// Which of several ways with this resolution.
    package let choice: String?
    /// The new number of whoever is renumbered; without one they have none.
    package let number: String?
    package let reason: String?
    package let actor: String?

    package init(resolution: Resolution, choice: String?, number: String?, reason: String?, actor: String?) {
        self.resolution = resolution
        self.choice = choice
        self.number = number
        self.reason = reason
        self.actor = actor
    }
}

/// What `POST /v1/conflicts/:id/undo` takes.
package struct UndoRequest: Sendable, Codable {
    package let reason: String?
    package let actor: String?

    package init(reason: String?, actor: String?) {
        self.reason = reason
        self.actor = actor
    }
}

extension ConflictView {
    package typealias Evidence = ConflictEvidence

    /// Whether `text` names a conflict completely.
    package static func isWholeID(_ text: String) -> Bool {
        (try? ConflictID(text: text)) != nil
    }
}

extension ResolveRequest {
    /// Throws `HubError` for a resolution that there is not.
    package init(
        resolutionName: String, choice: String?, number: String?, reason: String?, actor: String?
    ) throws {
        guard let resolution = Resolution(rawValue: resolutionName) else {
            let known = Resolution.allCases.map(\.rawValue).joined(separator: ", ")
            throw HubError(.invalid, "There is no resolution \"\(resolutionName)\"", advice: "Known are \(known).")
        }
        self.init(resolution: resolution, choice: choice, number: number, reason: reason, actor: actor)
    }
}
