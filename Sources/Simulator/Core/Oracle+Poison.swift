import Attendance
import SQLite

extension Oracle {
    /// A node is about to write what the hub cannot take.
    mutating func mayPoison() { mayBePoisoned = true }

    /// It did.
    mutating func poisons(_ token: EventID, about person: PersonID) { poison.append((token, person)) }

    /// Row 27, at the end: what could not be taken lies in the quarantine, unless it names who was erased, and nothing
    /// else does but what revoked nodes sent.
    mutating func checkPoison(in hub: Connection, mayBeLost: Bool, lineages: Int) throws {
        for (token, person) in poison {
            let rows = try hub.first(
                "SELECT count(*) FROM quarantine WHERE instr(CAST(line AS TEXT), ?) > 0", token.description
            ) { try $0.int(0) } ?? 0
            if rows == 0, !mayBeLost, !mayBeForgotten.contains(person) {
                violate("I2", "what a node wrote as \(token), and the hub cannot take, is not in quarantine")
            }
            if rows > lineages { violate("I13", "\(token) is in quarantine \(rows) times") }
        }
        guard !mayBePoisoned, revoked.isEmpty, !mayBeLost else { return }
        let reason = try hub.first("SELECT reason FROM quarantine ORDER BY row") { try $0.text(0) }
        if let reason { violate("I2", "something sound is in quarantine: \(reason)") }
    }
}
