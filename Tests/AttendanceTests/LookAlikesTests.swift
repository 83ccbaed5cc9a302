import Attendance
import Foundation
import Testing

struct LookAlikesTests {
    /// Somebody whose samples point to these directions in a plane, in degrees.
    static func face(_ person: Int, _ section: String, _ degrees: Double...) throws -> LookAlikes.Face {
        let samples = try degrees.map { degrees in
            try Embedding([Float(cos(degrees * .pi / 180)), Float(sin(degrees * .pi / 180))])
        }
        return try #require(LookAlikes.Face(
            person: School.person(person), sections: [try SectionID(section)], samples: samples))
    }

    static func pairs(_ faces: [LookAlikes.Face]) -> [PersonPair] {
        LookAlikes.pairs(of: faces[...], in: faces, accept: 0.9, review: 0.7).map(\.pair)
    }

    /// The cosine of 40° is 0.77, that of 20° 0.94.
    @Test(arguments: [
        ("near, in one section", "7a", "7a", 40, true), ("near, in two sections", "7a", "7b", 40, false),
        ("alike, in two sections", "7a", "7b", 20, true), ("apart", "7a", "7a", 60, false),
    ] as [(String, String, String, Double, Bool)])
    func whoMayBeConfused(what: String, one: String, other: String, degrees: Double, isPair: Bool) throws {
        let faces = [try Self.face(1, one, 0), try Self.face(2, other, degrees)]
        #expect(Self.pairs(faces) == (isPair ? [School.pair(1, 2)] : []), "\(what)")
    }

    @Test func samplesCountTogetherAndTheMostSimilarComesFirst() throws {
        let faces = [
            try Self.face(1, "7a", -30, 30), try Self.face(2, "7a", 20), try Self.face(3, "7b", 5),
        ]
        let found = LookAlikes.pairs(of: faces[...], in: faces, accept: 0.9, review: 0.7)
        #expect(found.map(\.pair) == [School.pair(1, 3), School.pair(2, 3), School.pair(1, 2)])
        #expect(found.map(\.meet) == [false, false, true])
        // In parts it is the same.
        let parts = [0..<1, 1..<3].flatMap { LookAlikes.pairs(of: faces[$0], in: faces, accept: 0.9, review: 0.7) }
        #expect(Set(parts) == Set(found))
    }

    @Test func oppositeSamplesHaveNoDirection() throws {
        let samples = [try Embedding([1, 0]), try Embedding([-1, 0])]
        #expect(LookAlikes.Face(person: School.person(1), sections: [], samples: samples) == nil)
    }
}
