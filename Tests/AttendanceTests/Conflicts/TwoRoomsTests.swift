import Attendance
import Testing

/// Nobody gets from one room to another in less than 30 s.
struct TwoRoomsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let sightings: [Sighting]
        var right: [Int] = []
        var wrong: [Int] = []
        var setAside: [Int] = []
        var open: [Int] = []
        var clusters: [[Int]] = []
        var testDescription: String { name }
    }

    private static let b1 = School.sighting(1, "B12", second: 0, similarity: 0.7)
    private static let c2 = School.sighting(2, "C04", second: 10, similarity: 0.5)
    private static let c3 = School.sighting(3, "C04", second: 12, similarity: 0.8)

    static let cases = [
        Case(name: "one sighting", sightings: [b1]),
        Case(name: "one room", sightings: [b1, School.sighting(2, "B12", second: 1)]),
        Case(name: "the more similar one counts", sightings: [b1, c2], setAside: [2], open: [1, 2], clusters: [[1, 2]]),
        Case(
            name: "equally similar: the earlier one",
            sightings: [School.sighting(5, "A1", second: 1), School.sighting(4, "B12", second: 2)],
            setAside: [4], open: [4, 5], clusters: [[5, 4]]),
        Case(
            name: "at the same moment: the smaller id",
            sightings: [School.sighting(5, "A1", second: 1), School.sighting(4, "B12", second: 1)],
            setAside: [5], open: [4, 5], clusters: [[4, 5]]),
        Case(name: "just enough time to walk", sightings: [b1, School.sighting(2, "C04", second: 30)]),
        Case(
            name: "just not enough", sightings: [b1, School.sighting(2, "C04", second: 29.999)], setAside: [2],
            open: [1, 2], clusters: [[1, 2]]),
        Case(
            name: "uncertain clocks may have left enough time",
            sightings: [b1, School.sighting(2, "C04", second: 10, uncertainty: 20_000)]),
        Case(
            name: "uncertain, but never so much",
            sightings: [b1, School.sighting(2, "C04", second: 10, uncertainty: 19_999)], setAside: [2], open: [1, 2],
            clusters: [[1, 2]]),
        Case(
            name: "each is judged by its neighbours", sightings: [b1, c2, c3], setAside: [1, 2], open: [1, 2, 3],
            clusters: [[1, 2, 3]]),
        Case(
            name: "apart in time, apart in conflict",
            sightings: [
                b1, c2, School.sighting(4, "B12", second: 100), School.sighting(5, "C04", second: 101, similarity: 0.9),
            ],
            setAside: [2, 4], open: [1, 2, 4, 5], clusters: [[1, 2], [4, 5]]),
        Case(
            name: "a human said which", sightings: [b1, c2], right: [2], wrong: [1], setAside: [1],
            clusters: [[1, 2]]),
        Case(name: "a human said both", sightings: [b1, c2], right: [1, 2], clusters: [[1, 2]]),
        Case(name: "a human said neither", sightings: [b1, c2], wrong: [1, 2], setAside: [1, 2], clusters: [[1, 2]]),
        Case(
            name: "what arrives late does not outrank a human's word", sightings: [b1, c2, c3], right: [1], wrong: [2],
            setAside: [2, 3], clusters: [[1, 2, 3]]),
        Case(
            name: "what is wrong contradicts nobody", sightings: [b1, c3], wrong: [3], setAside: [3],
            clusters: [[1, 3]]),
    ]

    @Test(arguments: cases)
    func judgement(_ row: Case) {
        let ruling = Ruling.sightings(right: row.right.map(School.event), wrong: row.wrong.map(School.event))
        let rulings = Rulings(row.right + row.wrong == [] ? [] : [School.decision(1, ruling)])
        for order in School.permutations(row.sightings) {
            let judgement = TwoRooms.judge(order, travel: 30_000, rulings: rulings)
            #expect(judgement.setAside == Set(row.setAside.map(School.event)))
            #expect(judgement.open == Set(row.open.map(School.event)))
            #expect(judgement.clusters.map { $0.map(\.event) } == row.clusters.map { $0.map(School.event) })
        }
    }

    @Test func ofTwoDecisionsTheLaterOneCounts() {
        let decisions = [
            School.decision(1, .sightings(right: [School.event(1)], wrong: [School.event(2)]), at: 2),
            School.decision(2, .sightings(right: [School.event(2)], wrong: [School.event(1)]), at: 1),
        ]
        for order in School.permutations(decisions) {
            let judgement = TwoRooms.judge([Self.b1, Self.c2], travel: 30_000, rulings: Rulings(order))
            #expect(judgement.setAside == [School.event(2)] && judgement.open.isEmpty)
        }
    }

    /// Many sightings at one moment must not take the square of their number.
    @Test func aFloodIsJudgedInBoundedTime() {
        let flood = (0..<20_000).map { School.sighting($0, $0.isMultiple(of: 2) ? "A1" : "B12", second: 1) }
        let began = ContinuousClock.now
        let judgement = TwoRooms.judge(flood, travel: 30_000, rulings: Rulings())
        #expect(judgement.clusters.count == 1)
        #expect(ContinuousClock.now - began < .seconds(30))
    }

    @Test func theConflictSaysWhatCountsAndHowToDecide() throws {
        let judgement = TwoRooms.judge([Self.b1, Self.c2], travel: 30_000, rulings: Rulings())
        let conflict = try #require(TwoRooms.conflict(
            judgement.clusters[0], of: School.person(1), judgement: judgement))
        #expect(conflict.id == .twoRooms(School.event(1)) && conflict.isOpen)
        #expect(conflict.evidence.map(\.counts) == [true, false])
        #expect(conflict.evidence.map(\.similarity) == [0.7, 0.5])
        #expect(conflict.options.map(\.choice) == ["B12", "C04", nil, nil])
        #expect(conflict.options.map(\.resolution) == [.room, .room, .both, .neither])
    }
}
