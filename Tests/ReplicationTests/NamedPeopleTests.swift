import Attendance
import Foundation
import Replication
import Testing

struct NamedPeopleTests {
    @Test func identifiersAreFoundWhereverTheyStand() {
        let (first, second) = (PersonID(UUID()), PersonID(UUID()))
        let text = "\(first)x{\"of\":\"\(second.description.uppercased())\"} \(first) 0191-not-one "
            + first.description.dropLast()
        #expect(NamedPeople.identifiers(in: Array(text.utf8)) == [first, second])
    }

    @Test func nothingIsFoundInLittle() {
        #expect(NamedPeople.identifiers(in: []).isEmpty)
        #expect(NamedPeople.identifiers(in: Array(repeating: UInt8(ascii: "-"), count: 100)).isEmpty)
    }
}
