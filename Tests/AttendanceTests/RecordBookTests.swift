import Attendance
import Foundation
import Testing

/// Sessions run from minute 0 to minute 60; people open the door 15 minutes before.
struct RecordBookTests {
    static let start: Int64 = 1_800_000_000_000
    static let room = try! RoomID("B12")
    static let person = PersonID(UUID(uuidString: "00000000-0000-0000-0000-000000000001")!)
    static let session = try! Session(
        id: SessionID(UUID()), section: SectionID("7b"), room: room, start: start, end: start + 60 * 60_000)

    static func sighting(
        minute: Double, uncertaintySeconds: Int64 = 0, person: PersonID = person, room: RoomID = room
    ) -> Sighting {
        Sighting(
            event: EventID(UUID()), person: person, room: room,
            at: ResolvedTime(milliseconds: start + Int64(minute * 60_000), uncertainty: uncertaintySeconds * 1_000),
            similarity: 0.7)
    }

    static func status(
        _ sightings: [Sighting], rules: AttendanceRules = AttendanceRules(), nowMinute: Int64 = 90
    ) -> Status? {
        RecordBook.records(
            of: session, roster: [person], sightings: sightings, corrections: [], rules: rules,
            now: start + nowMinute * 60_000
        ).first?.status
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let minutes: [Double]
        var uncertaintySeconds: Int64 = 0
        var absentAfter: Int?
        var mayLeave: Int?
        var now: Int64 = 90
        let expected: Status
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "nobody seen, over", minutes: [], expected: .absent),
        Case(name: "nobody seen, running", minutes: [], now: 30, expected: .expected),
        Case(name: "before the door opens does not count", minutes: [-16], expected: .absent),
        Case(name: "early", minutes: [-14], expected: .present),
        Case(name: "on the edge of late is present", minutes: [5], expected: .present),
        Case(name: "just late", minutes: [5.1], expected: .late),
        Case(name: "after the end does not count", minutes: [61], expected: .absent),
        Case(name: "the first sighting decides", minutes: [40, 2], expected: .present),
        Case(name: "too late counts as absent where ruled so", minutes: [31], absentAfter: 30, expected: .absent),
        Case(name: "uncertain around the late edge", minutes: [5], uncertaintySeconds: 30, expected: .unsure),
        Case(name: "uncertain but far from an edge", minutes: [0], uncertaintySeconds: 30, expected: .present),
        Case(name: "a clock never compared decides nothing", minutes: [0], uncertaintySeconds: 600, expected: .unsure),
        Case(name: "left early", minutes: [1, 20], mayLeave: 10, expected: .leftEarly),
        Case(name: "stayed", minutes: [1, 55], mayLeave: 10, expected: .present),
        Case(name: "leaving is judged only after the end", minutes: [1], mayLeave: 10, now: 30, expected: .present),
    ])
    func status(_ row: Case) {
        var rules = AttendanceRules()
        rules.absentAfterMinutes = row.absentAfter
        rules.mayLeaveBeforeEndMinutes = row.mayLeave
        let sightings = row.minutes.map { Self.sighting(minute: $0, uncertaintySeconds: row.uncertaintySeconds) }
        #expect(Self.status(sightings, rules: rules, nowMinute: row.now) == row.expected)
    }

    @Test func orderOfArrivalDoesNotMatter() {
        let sightings = [3.0, 1, 2, 44, 12].map { Self.sighting(minute: $0) }
        let forward = RecordBook.records(
            of: Self.session, roster: [Self.person], sightings: sightings, corrections: [],
            rules: AttendanceRules(), now: Self.start)
        let backward = RecordBook.records(
            of: Self.session, roster: [Self.person], sightings: sightings.reversed(), corrections: [],
            rules: AttendanceRules(), now: Self.start)
        #expect(forward == backward)
        #expect(forward.first?.firstSeen == Self.start + 60_000)
        #expect(forward.first?.lastSeen == Self.start + 44 * 60_000)
    }

    @Test func anotherRoomDoesNotCount() throws {
        #expect(Self.status([Self.sighting(minute: 0, room: try RoomID("A1"))]) == .absent)
    }

    @Test func visitorsAreRecordedBesideTheRoster() {
        let visitor = PersonID(UUID())
        let records = RecordBook.records(
            of: Self.session, roster: [Self.person], sightings: [Self.sighting(minute: 1, person: visitor)],
            corrections: [], rules: AttendanceRules(), now: Self.start)
        #expect(records.count == 2)
        #expect(records.first { $0.person == visitor }?.onRoster == false)
        #expect(records.first { $0.person == Self.person }?.status == .expected)
    }

    @Test func aCorrectionOutranksWhatWasSeenAndTheLatestCorrectionWins() {
        func correction(_ status: Status, at: Int64) -> Correction {
            Correction(
                id: EventID(UUID()), session: Self.session.id, person: Self.person, status: status,
                actor: "ana", reason: nil, at: at)
        }
        let records = RecordBook.records(
            of: Self.session, roster: [Self.person], sightings: [Self.sighting(minute: 0)],
            corrections: [correction(.absent, at: 2), correction(.excused, at: 3), correction(.late, at: 1)],
            rules: AttendanceRules(), now: Self.start)
        #expect(records.first?.status == .excused)
    }
}
