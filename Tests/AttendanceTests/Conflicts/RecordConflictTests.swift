import Attendance
import Testing

/// What conflicts do to records until somebody decides, and afterwards.
struct RecordConflictTests {
    private static let here = School.sighting(11, "B12", second: 0, similarity: 0.5)
    private static let there = School.sighting(12, "C04", second: 5, similarity: 0.7)

    private func records(
        roster: [Int] = [1], sightings: [Sighting] = [], corrections: [Correction] = [],
        decisions: [ConflictDecision] = []
    ) -> [Record] {
        RecordBook.records(
            of: School.session, roster: roster.map(School.person), sightings: sightings, corrections: corrections,
            rules: AttendanceRules(), now: School.session.end, rulings: Rulings(decisions))
    }

    @Test func noEventOutranksACorrection() {
        let corrections = [School.correction(1, .absent, at: 1)]
        let before = records(corrections: corrections)
        let events = [
            School.sighting(11, "B12", second: 0, similarity: 1), School.sighting(12, "B12", second: 3_000),
            School.sighting(13, "B12", second: 0, uncertainty: 600_000),
        ]
        for count in 0...events.count {
            for order in School.permutations(Array(events.prefix(count))) {
                let record = records(sightings: order, corrections: corrections)
                #expect(record.map(\.status) == before.map(\.status) && record.map(\.status) == [.absent])
                #expect(record[0].events.count == count, "the whole chain stays visible")
                #expect(record[0].correction == School.event(1) && record[0].corrections == [School.event(1)])
            }
        }
    }

    @Test func theMoreSimilarSightingCountsAndBothAreForReview() {
        let (here, there) = (Self.here, Self.there)
        let record = records(sightings: [here, there])[0]
        #expect(record.status == .absent && record.review == [.twoRooms])
        #expect(record.events.isEmpty && record.setAside == [here.event] && record.firstSeen == nil)
        let decided = School.decision(1, .sightings(right: [here.event], wrong: [there.event]))
        let after = records(sightings: [here, there], decisions: [decided])[0]
        #expect(after.status == .present && after.review.isEmpty && after.events == [here.event])
    }

    @Test func aGuestInDoubtIsUnsureUntilSomebodyDecides() {
        let sightings = [Self.here, Self.there]
        #expect(records(roster: [], sightings: sightings).map(\.status) == [.unsure])
        let elsewhere = School.decision(1, .sightings(right: [School.event(12)], wrong: [School.event(11)]))
        #expect(records(roster: [], sightings: sightings, decisions: [elsewhere]).isEmpty)
    }

    @Test func anotherSightingThatNothingContradictsStillCounts() {
        let sightings = [Self.here, Self.there, School.sighting(13, "B12", second: 60, similarity: 0.5)]
        let record = records(sightings: sightings)[0]
        #expect(record.status == .present && record.review == [.twoRooms] && record.events == [School.event(13)])
    }

    @Test func aMergedPersonHasOneRecord() {
        let merge = School.merge(1, 2, into: 1)
        let facts = (
            sightings: [School.sighting(11, "B12", second: 0, of: 2), School.sighting(12, "B12", second: 60, of: 1)],
            corrections: [School.correction(21, .excused, at: 1, of: 2)])
        let apart = records(roster: [1, 2], sightings: facts.sightings, corrections: facts.corrections)
        #expect(apart.map(\.status) == [.present, .excused])
        let merged = records(
            roster: [1, 2], sightings: facts.sightings, corrections: facts.corrections, decisions: [merge])
        #expect(merged.map(\.person) == [School.person(1)] && merged.map(\.status) == [.excused])
        #expect(merged[0].events == [School.event(11), School.event(12)])
        let ids = records(
            roster: [2], sightings: facts.sightings, corrections: [], decisions: [merge])
        #expect(ids.map(\.onRoster) == [true], "on a roster under either id")
    }

    @Test func contestedCorrectionsAreForReview() {
        let corrections = [School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2)]
        let record = records(corrections: corrections)[0]
        #expect(record.status == .late && record.review == [.corrections])
        #expect(record.corrections == [School.event(1), School.event(2)])
        let keep = School.decision(1, .keep(correction: School.event(1), over: [School.event(2)]))
        let after = records(corrections: corrections, decisions: [keep])[0]
        #expect(after.status == .absent && after.review.isEmpty)
    }
}
