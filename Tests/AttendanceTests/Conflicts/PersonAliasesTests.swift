import Attendance
import Testing

struct PersonAliasesTests {
    private func roots(_ merges: [ConflictDecision], _ people: [Int] = [1, 2, 3, 4]) -> [PersonID] {
        let aliases = PersonAliases(merges)
        return people.map { aliases.root(of: School.person($0)) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let merges: [ConflictDecision]
        let roots: [Int]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "nobody", merges: [], roots: [1, 2, 3, 4]),
        Case(name: "one", merges: [School.merge(1, 2, into: 1)], roots: [1, 1, 3, 4]),
        Case(
            name: "one after the other",
            merges: [School.merge(1, 2, into: 1, at: 1), School.merge(2, 1, into: 3, at: 2)],
            roots: [3, 3, 3, 4]),
        Case(
            name: "twice the same id: the earlier holds",
            merges: [School.merge(1, 2, into: 1, at: 1), School.merge(2, 2, into: 3, at: 2)], roots: [1, 1, 3, 4]),
        Case(
            name: "a circle: the later one does not hold",
            merges: [School.merge(1, 2, into: 1, at: 1), School.merge(2, 1, into: 2, at: 2)], roots: [1, 1, 3, 4]),
        Case(
            name: "two families", merges: [School.merge(1, 2, into: 1), School.merge(2, 3, into: 4)],
            roots: [1, 1, 4, 4]),
    ])
    func root(_ row: Case) {
        for order in School.permutations(row.merges) {
            #expect(roots(order) == row.roots.map(School.person))
        }
    }

    @Test func familiesHaveAllIds() {
        let aliases = PersonAliases([School.merge(1, 2, into: 1, at: 1), School.merge(2, 1, into: 3, at: 2)])
        for member in 1...3 { #expect(aliases.family(of: School.person(member)) == [1, 2, 3].map(School.person)) }
        #expect(aliases.family(of: School.person(4)) == [School.person(4)])
        #expect(aliases.branch(of: School.person(1)) == [1, 2].map(School.person))
        #expect(aliases.alias(of: School.person(2)) == School.person(3) && aliases.alias(of: School.person(3)) == nil)
    }

    @Test func differentPeopleStaySoUnderOtherIds() {
        let different = School.decision(1, .different(School.pair(2, 3)), at: 1)
        let merge = School.merge(2, 2, into: 1, at: 2)
        #expect(Rulings([different]).areDifferent(School.pair(2, 3)))
        #expect(!Rulings([different]).areDifferent(School.pair(1, 3)))
        #expect(Rulings([different, merge]).areDifferent(School.pair(1, 3)))
        #expect(!Rulings([merge]).areDifferent(School.pair(1, 3)))
    }
}
