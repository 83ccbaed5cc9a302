import Attendance
import Foundation
import Testing

/// Same number and same face.
struct SamePersonTests {
    private static let (model, other) = (
        try! ModelID(String(repeating: "a", count: 64)), try! ModelID(String(repeating: "b", count: 64)))

    /// `degrees`: where the face points to in a plane.
    private static func sample(_ number: Int, of person: Int, degrees: Double, model: ModelID = model) -> Sample {
        let angle = degrees * .pi / 180
        return Sample(
            id: SampleID(School.uuid(number)), person: School.person(person), model: model,
            embedding: try! Embedding([Float(cos(angle)), Float(sin(angle))]), quality: 1, origin: .capture, created: 0)
    }

    private static let gallery = [
        sample(1, of: 1, degrees: 0), sample(2, of: 1, degrees: 90), sample(3, of: 2, degrees: 60),
        sample(4, of: 3, degrees: 180), sample(5, of: 2, degrees: 0, model: other),
    ]

    @Test func onlySamplesOfOneModelAreCompared() throws {
        let (one, two) = (Self.sample(1, of: 1, degrees: 0), Self.sample(2, of: 2, degrees: 0, model: Self.other))
        #expect(FaceComparison.similarity(one, two) == nil)
        #expect(FaceComparison.best([one], [two]) == nil)
        let same = FaceComparison.similarity(one, Self.sample(3, of: 2, degrees: 60))
        #expect(abs(try #require(same) - 0.5) < 1e-6)
    }

    @Test func theDotProductIsThatOfTheWholeVector() throws {
        for dimension in [1, 7, 8, 9, 128, 131] {
            let values = (0..<dimension).map { Float($0 % 5 + 1) }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let unit = try Embedding(values.map { $0 / length })
            let sample = Sample(
                id: SampleID(School.uuid(1)), person: School.person(1), model: Self.model, embedding: unit, quality: 1,
                origin: .capture, created: 0)
            #expect(abs(try #require(FaceComparison.similarity(sample, sample)) - 1) < 1e-5)
        }
    }

    @Test func matchesHaveTheMostSimilarSamplesOfAPair() {
        for order in School.permutations(Self.gallery) {
            let matches = FaceComparison.matches(of: order, in: order) { $0 == Self.model ? 0.4 : nil }
            #expect(matches.map(\.pair) == [School.pair(1, 2)])
            #expect(abs(matches[0].similarity - Float(3).squareRoot() / 2) < 1e-6)
        }
        #expect(FaceComparison.matches(of: Self.gallery, in: Self.gallery) { _ in 0.9 }.isEmpty)
        #expect(FaceComparison.matches(of: Self.gallery, in: Self.gallery) { _ in nil }.isEmpty)
    }

    @Test func whatAHumanSaidIsNotAskedAgain() {
        let match = FaceComparison.Match(pair: School.pair(1, 2), model: Self.model, similarity: 0.8)
        let another = FaceComparison.Match(pair: School.pair(1, 3), model: Self.model, similarity: 0.7)
        let open = { (decisions: [ConflictDecision]) in
            SameFace.open([match, another], rulings: Rulings(decisions)).map(\.pair)
        }
        #expect(open([]) == [School.pair(1, 2), School.pair(1, 3)])
        #expect(open([School.decision(1, .different(School.pair(1, 2)))]) == [School.pair(1, 3)])
        // One name of two for the same question.
        #expect(open([School.merge(1, 1, into: 2)]) == [School.pair(2, 3)])
        #expect(open([School.merge(1, 2, into: 1), School.merge(2, 3, into: 1)]).isEmpty)
    }

    struct NumberCase: Sendable, CustomTestStringConvertible {
        let name: String
        let holders: [(Int, String)]
        var decisions: [ConflictDecision] = []
        let pairs: [PersonPair]
        var testDescription: String { name }
    }

    @Test(arguments: [
        NumberCase(name: "each their own", holders: [(1, "a"), (2, "b")], pairs: []),
        NumberCase(name: "two with one", holders: [(1, "a"), (2, "a")], pairs: [School.pair(1, 2)]),
        NumberCase(
            name: "three with one", holders: [(1, "a"), (2, "a"), (3, "a")],
            pairs: [School.pair(1, 2), School.pair(1, 3), School.pair(2, 3)]),
        NumberCase(
            name: "two ids of one person", holders: [(1, "a"), (2, "a")], decisions: [School.merge(1, 2, into: 1)],
            pairs: []),
        NumberCase(
            name: "two ids of one person, and another", holders: [(1, "a"), (2, "a"), (3, "a")],
            decisions: [School.merge(1, 2, into: 1)], pairs: [School.pair(1, 3)]),
        NumberCase(
            name: "different people must not share a number either", holders: [(1, "a"), (2, "a")],
            decisions: [School.decision(1, .different(School.pair(1, 2)))], pairs: [School.pair(1, 2)]),
        NumberCase(
            name: "very many are compared with the first", holders: (1...20).map { ($0, "0") },
            pairs: (2...20).map { School.pair(1, $0) }),
    ])
    func number(_ row: NumberCase) {
        let holders = row.holders.map { SameNumber.Holder(person: School.person($0.0), number: $0.1) }
        #expect(SameNumber.open(holders, rulings: Rulings(row.decisions)) == row.pairs)
        #expect(SameNumber.open(holders.reversed(), rulings: Rulings(row.decisions)) == row.pairs)
    }

    @Test(arguments: [
        (0.5, 0.4, false, Resolution.merge), (0.4, 0.4, false, .merge), (0.39, 0.4, false, .renumber),
        (nil, 0.4, false, .renumber), (0.9, nil, false, .renumber), (0.9, 0.4, true, .renumber),
    ] as [(Float?, Float?, Bool, Resolution)])
    func facesSuggestWhatToDo(similarity: Float?, threshold: Float?, areDifferent: Bool, suggestion: Resolution) {
        let pair = School.pair(1, 2)
        let conflict = SameNumber.conflict(
            pair, numbers: [pair.first: "7", pair.second: "7"], similarity: similarity, threshold: threshold,
            isOpen: true, rulings: Rulings(areDifferent ? [School.decision(1, .different(pair))] : []))
        #expect(conflict.suggestion == suggestion && conflict.options.first?.resolution == suggestion)
        #expect(Set(conflict.options.map(\.resolution)) == [.merge, .renumber] && conflict.options.count == 4)
    }

    @Test func conflictsAreNamedByTheirKindAndWhatTheyAreAbout() throws {
        let ids: [ConflictID] = [
            .sameNumber(School.pair(2, 1)), .sameFace(School.pair(1, 2)), .twoRooms(School.event(3)),
            .corrections(School.session.id, School.person(1)), .revokedNode(NodeID(School.uuid(4))),
            .forkedOutbox(Lineage(School.uuid(5))),
        ]
        for id in ids { #expect(try ConflictID(text: id.description) == id) }
        #expect(ids[0].description == "same-number.\(School.person(1)).\(School.person(2))")
        for text in ["", "same-face", "same-face.x.y", "odd.\(School.person(1))", "\(ids[2]).\(School.person(1))"] {
            #expect(throws: AttendanceError.self) { try ConflictID(text: text) }
        }
    }
}
