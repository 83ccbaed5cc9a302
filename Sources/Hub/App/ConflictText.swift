import HubCore
import Service

/// A conflict as the terminal shows it.
enum ConflictText {
    static func page(_ conflict: ConflictView, _ calendar: SiteCalendar) -> String {
        var lines = ["\(conflict.id): \(conflict.status.rawValue)"]
        lines += conflict.people.map { person in
            "  \(person.name ?? "unknown")\(person.number.map { ", number \($0)" } ?? "") (\(person.id))"
        }
        lines += ["", "Evidence:"] + conflict.evidence.map { "  " + line($0, calendar) }
        lines += ["", conflict.provisional]
        if let elsewhere = conflict.elsewhere { lines.append(elsewhere) }
        if !conflict.decisions.isEmpty {
            lines += ["", "Decided:"] + conflict.decisions.map { decision in
                "  \(decision.resolution.rawValue) by \(decision.actor), \(calendar.text(at: decision.atMilliseconds))"
                    + (decision.reason.map { ": \($0)" } ?? "")
            }
        }
        if !conflict.resolutions.isEmpty {
            lines += ["", "Ways to resolve it:"] + conflict.resolutions.map { way in
                let choice = way.choice.map { " --choice \(quoted($0))" } ?? ""
                return "  --resolution \(way.resolution.rawValue)\(choice)\n      \(way.meaning)"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        text.contains(" ") ? "\"\(text)\"" : text
    }

    private static func line(_ evidence: ConflictView.Evidence, _ calendar: SiteCalendar) -> String {
        var parts = [evidence.kind.rawValue]
        if let room = evidence.room { parts.append("room \(room)") }
        if let node = evidence.node { parts.append("node \(node)") }
        if let time = evidence.at { parts.append(calendar.text(at: time)) }
        if let uncertainty = evidence.uncertainty { parts.append("± \(uncertainty) ms") }
        if let similarity = evidence.similarity { parts.append("similarity \(similarity)") }
        if let status = evidence.status { parts.append("\"\(status.rawValue)\"") }
        if let actor = evidence.actor { parts.append("by \(actor) (\(evidence.role?.rawValue ?? ""))") }
        if let note = evidence.note { parts.append(note) }
        if let counts = evidence.counts { parts.append(counts ? "counts" : "does not count") }
        if let id = evidence.id { parts.append(id) }
        return parts.joined(separator: ", ")
    }
}
