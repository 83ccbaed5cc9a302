import Attendance
import Foundation

/// People, rooms and events with small numbers for names, for tables of cases.
enum School {
    static let start: Int64 = 1_800_000_000_000
    static let session = try! Session(
        id: SessionID(uuid(7)), section: SectionID("7b"), room: RoomID("B12"), start: start,
        end: start + 60 * 60_000)

    static func uuid(_ number: Int) -> UUID {
        let digits = String(number)
        return UUID(
            uuidString: "00000000-0000-0000-0000-" + String(repeating: "0", count: 12 - digits.count) + digits)!
    }

    static func person(_ number: Int) -> PersonID { PersonID(uuid(number)) }
    static func event(_ number: Int) -> EventID { EventID(uuid(number)) }
    static func pair(_ one: Int, _ other: Int) -> PersonPair { PersonPair(person(one), person(other)) }

    /// `second`: after the session's start.
    static func sighting(
        _ number: Int, _ room: String, second: Double, similarity: Float = 0.6, uncertainty: Int64 = 0,
        of somebody: Int = 1
    ) -> Sighting {
        Sighting(
            event: event(number), person: person(somebody), room: try! RoomID(room),
            at: ResolvedTime(milliseconds: start + Int64(second * 1_000), uncertainty: uncertainty),
            similarity: similarity)
    }

    static func correction(
        _ number: Int, _ status: Status, by role: CorrectionRole = .teacher, at: Int64 = 0, over seen: [Int] = [],
        of somebody: Int = 1
    ) -> Correction {
        Correction(
            id: event(number), session: session.id, person: person(somebody), status: status, actor: "\(role)",
            role: role, reason: nil, at: at, supersedes: seen.map(event))
    }

    static func decision(_ number: Int, _ ruling: Ruling, at: Int64 = 0) -> ConflictDecision {
        ConflictDecision(
            id: DecisionID(uuid(number)), conflict: .sameFace(pair(1, 2)), ruling: ruling, actor: "ana", reason: nil,
            at: at)
    }

    static func merge(_ number: Int, _ from: Int, into: Int, at: Int64 = 0) -> ConflictDecision {
        decision(number, .merge(from: person(from), into: person(into)), at: at)
    }

    /// All orders of so few elements.
    static func permutations<Element>(_ elements: [Element]) -> [[Element]] {
        guard !elements.isEmpty else { return [[]] }
        return elements.indices.flatMap { index in
            var rest = elements
            let element = rest.remove(at: index)
            return permutations(rest).map { [element] + $0 }
        }
    }
}
