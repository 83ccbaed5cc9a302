import Attendance
import Foundation
import HTTP
import HubCore
import TestSupport
import Testing
import Vision

struct RadarTests {
    private static let day: Double = 86_400

    private func radar(_ school: ConflictHarness) async throws -> RadarView {
        let answer = try await school.hub.admin(.get, "/v1/radar")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(!answer.text.contains("embedding"))
        return try answer.decode(RadarView.self)
    }

    @Test func whoMayBeConfusedIsShownUntilTheyAreOneOrGone() async throws {
        try await ConflictHarness.with { school in
            let people = try (1...3).map { try ConflictHarness.person($0) }
            let faces = [ConflictHarness.face, ConflictHarness.alike, ConflictHarness.another]
            for (person, face) in zip(people, faces) { try await school.enrol(person, face, at: school.here) }
            let pair = try #require(try await radar(school).alike.first)
            #expect(Set(pair.people.map(\.id)) == [people[0].id, people[1].id])
            #expect(pair.similarity == 0.96 && pair.accept == 0.5 && pair.meet && !pair.toldApart)
            #expect(try await radar(school).alike.count == 1)

            let conflict = try await school.only(.sameFace)
            _ = try await school.resolved(conflict, #"{"resolution":"different","reason":"twins"}"#)
            #expect(try await radar(school).alike.map(\.toldApart) == [true])
            try await school.undo(conflict)
            _ = try await school.resolved(conflict, #"{"resolution":"merge","choice":"\#(people[0].id)"}"#)
            #expect(try await radar(school).alike.isEmpty)
            try await school.undo(conflict)
            #expect(try await radar(school).alike.count == 1)
            try await school.hub.erase(people[1].id)
            #expect(try await radar(school).alike.isEmpty)
        }
    }

    @Test(.enabled(if: Fixtures.exists(Fixtures.packs + "/sface"), "needs the model packs of deploy/bootstrap"))
    func whatAllHaveInCommonMakesNobodyAlike() async throws {
        try await HubHarness.with(packs: Fixtures.packs) { hub in
            let model = try #require(try ModelPackStore(folders: [Fixtures.packs]).load("sface").modelID)
            let node = try await hub.node("B12")
            // Everybody is as similar to everybody as 0.5; two are as similar as 0.98.
            func face(_ number: Int) throws -> Embedding {
                var values = [Float](repeating: 0, count: 128)
                values[0] = 0.70710678
                values[max(number, 2)] = 0.70710678
                if number == 1 { (values[2], values[1]) = (0.678, 0.2) }
                let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return try Embedding(values.map { $0 / length })
            }
            for number in 1...40 {
                let person = try Person(id: PersonID(UUID()), name: "Pupil \(number)", sections: [SectionID("7b")])
                let sample = Sample(
                    id: SampleID(UUID()), person: person.id, model: model, embedding: try face(number), quality: 0.9,
                    origin: .photograph, created: hub.time.wallMilliseconds())
                let line = try node.line(
                    Int64(number), .enrolment(try Enrolment(person: person, samples: [sample])))
                _ = try await hub.pushed([line], first: Int64(number), by: node)
            }
            let answer = try await hub.admin(.get, "/v1/radar")
            let alike = try answer.decode(RadarView.self).alike
            #expect(alike.map { Set($0.people.map(\.name)) } == [["Pupil 1", "Pupil 2"]])
            #expect(alike.first?.accept == 0.37)
        }
    }

    @Test func whoIsRecognisedLessAndLessSurelyIsShownUntilEnrolledAgain() async throws {
        try await ConflictHarness.with { school in
            let (child, adult) = (try ConflictHarness.person(1), try ConflictHarness.person(3))
            try await school.enrol(child, ConflictHarness.face, at: school.here)
            try await school.enrol(adult, ConflictHarness.another, at: school.here)
            for week in 1...12 {
                school.hub.time.advance(seconds: 7 * Self.day)
                try await school.see(child.id, at: school.here, similarity: 0.9 - 0.02 * Float(week))
                try await school.see(adult.id, at: school.here, similarity: week.isMultiple(of: 2) ? 0.7 : 0.8)
            }
            let found = try await radar(school)
            #expect(found.ageing.map(\.person.id) == [child.id] && found.alike.isEmpty)
            let one = try #require(found.ageing.first)
            #expect(one.person.name == "Pupil 1" && one.sightings == 12 && one.days == 12 && one.accept == 0.5)
            #expect(abs(one.first - 0.85) < 1e-3 && abs(one.last - 0.69) < 1e-3)
            #expect(one.throughMilliseconds - one.sinceMilliseconds == Int64(77 * Self.day * 1_000))

            // A new sample: sightings from now on say whether it helped.
            let sample = Sample(
                id: SampleID(UUID()), person: child.id, model: TestNode.model,
                embedding: try Embedding(ConflictHarness.face), quality: 0.9, origin: .capture,
                created: school.hub.time.wallMilliseconds())
            try await school.push(school.here) {
                try school.here.line($0, .enrolment(try Enrolment(person: child, samples: [sample])))
            }
            #expect(try await radar(school).ageing.isEmpty)
        }
    }

    @Test func whatWasFoundIsKeptForAWhile() async throws {
        try await ConflictHarness.with { school in
            let first = try await radar(school).computedMilliseconds
            school.hub.time.advance(seconds: 599)
            #expect(try await radar(school).computedMilliseconds == first)
            school.hub.time.advance(seconds: 1)
            #expect(try await radar(school).computedMilliseconds > first)
        }
    }
}
