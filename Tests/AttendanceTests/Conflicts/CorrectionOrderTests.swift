import Attendance
import Testing

struct CorrectionOrderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let corrections: [Correction]
        var kept: Int?
        var over: [Int] = []
        let inForce: Int
        var isContested = false
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "one", corrections: [School.correction(1, .absent)], inForce: 1),
        Case(
            name: "the later one of the same role, and a human should look",
            corrections: [School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2)], inForce: 2,
            isContested: true),
        Case(
            name: "at the same moment the greater id",
            corrections: [School.correction(1, .absent), School.correction(2, .late)], inForce: 2, isContested: true),
        Case(
            name: "who saw the other one ends it",
            corrections: [School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2, over: [1])],
            inForce: 2),
        Case(
            name: "seen counts more than later",
            corrections: [School.correction(1, .absent, at: 5), School.correction(2, .late, at: 2, over: [1])],
            inForce: 2),
        Case(
            name: "the same word twice is no conflict",
            corrections: [School.correction(1, .late, at: 1), School.correction(2, .late, at: 2)], inForce: 2),
        Case(
            name: "an administrator outranks a later teacher",
            corrections: [School.correction(1, .absent, by: .admin, at: 1), School.correction(2, .late, at: 2)],
            inForce: 1, isContested: true),
        Case(
            name: "a teacher does not end an administrator's word by having seen it",
            corrections: [
                School.correction(1, .absent, by: .admin, at: 1), School.correction(2, .late, at: 2, over: [1]),
            ],
            inForce: 1, isContested: true),
        Case(
            name: "an administrator ends what two teachers said",
            corrections: [
                School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2),
                School.correction(3, .excused, by: .admin, at: 3, over: [1, 2]),
            ],
            inForce: 3),
        Case(
            name: "a chain", corrections: [
                School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2, over: [1]),
                School.correction(3, .present, at: 3, over: [2]),
            ],
            inForce: 3),
        Case(
            name: "decided", corrections: [School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2)],
            kept: 1, over: [2], inForce: 1),
        Case(
            name: "decided, and then something new", corrections: [
                School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2),
                School.correction(3, .present, at: 3),
            ],
            kept: 1, over: [2], inForce: 3, isContested: true),
        Case(
            name: "unknown ones that were seen", corrections: [School.correction(1, .absent, over: [9])], inForce: 1),
    ])
    func standing(_ row: Case) {
        let keep = row.kept.map { kept in
            School.decision(1, .keep(correction: School.event(kept), over: row.over.map(School.event)))
        }
        let rulings = Rulings(keep.map { [$0] } ?? [])
        for order in School.permutations(row.corrections) {
            let standing = CorrectionOrder.standing(of: order, rulings: rulings)
            #expect(standing.inForce?.id == School.event(row.inForce))
            #expect(standing.isContested == row.isContested)
            #expect(standing.chain.count == row.corrections.count && standing.chain.last == standing.inForce)
        }
    }

    @Test func theConflictOffersWhatStands() {
        let corrections = [
            School.correction(1, .absent, at: 1), School.correction(2, .late, at: 2, over: [1]),
            School.correction(3, .present, at: 3),
        ]
        let conflict = CorrectionOrder.conflict(
            CorrectionOrder.standing(of: corrections, rulings: Rulings()), session: School.session.id,
            person: School.person(1), observed: [School.event(9)])
        #expect(conflict.isOpen && conflict.options.map(\.choice) == [3, 2].map { School.event($0).description })
        #expect(conflict.evidence.map(\.kind) == [.correction, .correction, .correction, .sighting])
        #expect(conflict.evidence.map(\.counts) == [false, false, true, false])
    }
}
