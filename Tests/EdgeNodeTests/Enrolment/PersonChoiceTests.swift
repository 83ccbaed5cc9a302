import Attendance
import EdgeNodeCore
import Testing
import Service

struct PersonChoiceTests {
    private static let newID = PersonID(bytes: Array(repeating: 9, count: 16))
    private static let ana = try! Person(
        id: PersonID(bytes: Array(repeating: 1, count: 16)), name: "Ana", number: "1", sections: [SectionID("7a")])
    private static let numberless = try! Person(id: PersonID(bytes: Array(repeating: 2, count: 16)), name: "Ben")

    private func choose(
        _ subject: EnrolmentSubject, withID: Person? = nil, withNumber: [Person] = [], withName: [Person] = [],
        withFace: PersonID? = nil
    ) throws -> Person {
        var choice = PersonChoice()
        choice.withID = withID
        choice.withNumber = withNumber
        choice.withName = withName
        choice.withFace = withFace
        return try choice.person(for: subject, newID: Self.newID)
    }

    @Test func somebodyNew() throws {
        let person = try choose(EnrolmentSubject(name: "Cem", number: "3", sections: [SectionID("7b")]))
        #expect(person == (try Person(id: Self.newID, name: "Cem", number: "3", sections: [SectionID("7b")])))
    }

    @Test func theSameNumberAndNameIsTheSamePerson() throws {
        let person = try choose(
            EnrolmentSubject(name: "Ana", number: "1", sections: [SectionID("8b")]), withNumber: [Self.ana],
            withName: [Self.ana])
        #expect(person.id == Self.ana.id)
        #expect(person.sections.map(\.text) == ["7a", "8b"])
    }

    @Test func theSameNameAndFaceIsTheSamePerson() throws {
        let person = try choose(
            EnrolmentSubject(name: "Ben", number: "2"), withName: [Self.numberless], withFace: Self.numberless.id)
        #expect(person.id == Self.numberless.id)
        #expect(person.number == "2")
    }

    @Test func anIdIsThatPerson() throws {
        #expect(try choose(EnrolmentSubject(person: Self.ana.id), withID: Self.ana) == Self.ana)
        #expect(try choose(EnrolmentSubject(person: Self.ana.id), withID: Self.ana, withFace: Self.ana.id) == Self.ana)
        let twin = EnrolmentSubject(person: Self.ana.id, anyway: true)
        #expect(try choose(twin, withID: Self.ana, withFace: Self.numberless.id) == Self.ana)
    }

    @Test func namesakesWithDifferentNumbersAreTwoPeople() throws {
        #expect(try choose(EnrolmentSubject(name: "Ana", number: "2"), withName: [Self.ana]).id == Self.newID)
    }

    @Test func twinsAreTwoPeopleWhenTheOperatorSaysSo() throws {
        let person = try choose(EnrolmentSubject(name: "Eva", anyway: true), withFace: Self.ana.id)
        #expect(person.id == Self.newID)
    }

    @Test func asksRatherThanGuesses() {
        let refused: [() throws -> Person] = [
            // Unknown id; no name; number of somebody else; face of somebody else, also of another than the one who
            // was named by id or number; name of somebody else.
            { try choose(EnrolmentSubject(person: Self.ana.id)) },
            { try choose(EnrolmentSubject(number: "3")) },
            { try choose(EnrolmentSubject(name: "Eva", number: "1"), withNumber: [Self.ana]) },
            { try choose(EnrolmentSubject(name: "Eva"), withFace: Self.ana.id) },
            { try choose(EnrolmentSubject(person: Self.ana.id), withID: Self.ana, withFace: Self.numberless.id) },
            { try choose(
                EnrolmentSubject(name: "Ana", number: "1"), withNumber: [Self.ana], withFace: Self.numberless.id) },
            { try choose(EnrolmentSubject(name: "Ben"), withName: [Self.numberless]) },
        ]
        for attempt in refused {
            let error = #expect(throws: Failure.self) { try attempt() }
            // An error text never names people.
            for name in ["Ana", "Ben", "Eva"] { #expect(error?.description.contains(name) == false) }
        }
    }
}
