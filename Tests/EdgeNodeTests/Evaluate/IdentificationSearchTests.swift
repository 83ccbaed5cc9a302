import Attendance
import EdgeNodeCore
import Gallery
import Testing

@Suite("Identification: searches")
struct IdentificationSearchTests {
    @Test("The best person by the best row, and the lead over the second-best person")
    func best() throws {
        let search = PersonSearch(
            people: [(7, [[1, 0], [0.6, 0.8]]), (8, [[0, 1]]), (9, [])], dimension: 2)
        let result = try #require(search.best(for: [0.8, 0.6]))
        #expect(result.person == 7)
        #expect(abs(result.similarity - 0.96) < 1e-6)
        #expect(abs(result.lead - 0.36) < 1e-6)
        #expect(PersonSearch(people: [], dimension: 2).best(for: [1, 0]) == nil)
        #expect(PersonSearch(people: [(1, [[1, 0]])], dimension: 2).best(for: [1, 0])?.lead == 2)
    }

    @Test("Finds what the matcher finds", arguments: [3, 8, 128], [false, true])
    func agreesWithMatcher(dimension: Int, isCentred: Bool) throws {
        var generator = SplitMix64(seed: 3)
        func vector() -> [Float] {
            let values = (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            let length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
        let people = (0..<20).map { person in (person: person, rows: (0..<3).map { _ in vector() }) }
        let templates = people.map { (person: $0.person, rows: PersonAggregation.template.rows(of: $0.rows)) }
        let ids = (0..<20).map { StableIdentifier.person(label: "\($0)") }
        let model = try ModelID(String(repeating: "a", count: 64))
        let gallery = try Gallery(
            header: GalleryHeader(model: model, dimension: dimension, generation: 1, createdMilliseconds: 0),
            rows: people.flatMap { person, rows in
                try rows.map { row in
                    let embedding = try Embedding(row)
                    return GalleryRow(
                        sampleID: StableIdentifier.sample(of: ids[person], model: model, embedding),
                        personID: ids[person], embedding: embedding)
                }
            })
        let search = PersonSearch(people: templates, dimension: dimension, isCentred: isCentred)
        let matcher = Matcher(gallery: gallery, isCentred: isCentred)
        for _ in 0..<50 {
            let query = vector()
            let found = try #require(search.best(for: query))
            let matches = matcher.matches(try Embedding(query), count: 2)
            #expect(matches[0].personID == ids[found.person])
            #expect(abs(matches[0].similarity - found.similarity) < 1e-5)
            #expect(abs(matches[0].similarity - matches[1].similarity - found.lead) < 1e-5)
        }
    }

    @Test("How a person's photographs become rows")
    func aggregation() {
        let samples: [[Float]] = [[1, 0], [0, 1]]
        #expect(PersonAggregation.max.rows(of: samples) == samples)
        let template = PersonAggregation.template.rows(of: samples)[0]
        #expect(abs(template[0] - 0.70710677) < 1e-6 && template[0] == template[1])
        #expect(PersonAggregation.template.rows(of: []) == [])
    }

    /// Three people with photographs in their own direction, and two strangers.
    private static let people: [[ProbedPhotograph]] = [
        [[1, 0, 0], [1, 0, 0], nil, [1, 0, 0]], [[0, 1, 0], [0, 1, 0], [0, 1, 0]], [[0, 0, 1], [0, 0, 1]],
        [[0.6, 0.8, 0]], [nil],
    ].map { (photographs: [[Float]?]) in
        photographs.map { ProbedPhotograph(enrolled: $0, probes: [$0.map { [$0] } ?? []]) }
    }

    @Test("Enrolled, mated and strangers are counted as the plan says")
    func counts() {
        var plan = IdentificationEvaluation.Plan()
        plan.gallery = nil
        plan.enrol = 1
        plan.trials = 5
        let searches = IdentificationEvaluation.search(Self.people, dimension: 3, plan)
        #expect(searches.gallery == 3)
        #expect(searches.mated.count == 5 * (3 + 2 + 1))
        #expect(searches.strangers.count == 5 * 2)
        // The stranger without a face resembles nobody; the other one a person by 0.8, if that one is
        // enrolled.
        #expect(searches.strangers.count { $0 == -1 } == 5)
        #expect(searches.strangers.filter { $0 != -1 }.allSatisfy { abs($0 - 0.8) < 1e-6 })
        // Only the photograph without a face can be missed, as the enrolled one or as the searched one.
        #expect(searches.mated.filter { !$0.isRight }.allSatisfy { $0.person == 0 })
        plan.photographs = 3
        #expect(IdentificationEvaluation.search(Self.people, dimension: 3, plan).gallery == 2)
    }

    @Test("A photograph is searched for with each of its probes, and enrolled as itself")
    func probes() {
        let other = ProbedPhotograph(enrolled: [1, 0], probes: [[[1, 0]], [], [[0, 1]], [[0, 1], [0.8, 0.6]]])
        var plan = IdentificationEvaluation.Plan()
        (plan.gallery, plan.enrol, plan.trials) = (nil, 1, 1)
        let searches = IdentificationEvaluation.search([[other, other], [other]], dimension: 2, plan)
        #expect(searches.mated.map(\.similarity) == [1, -1, 0, 0.8], "of several looks the best")
        #expect(searches.strangers == [1, -1, 0, 0.8])
    }

    @Test("The same seed draws the same people, another seed others")
    func seeds() {
        var plan = IdentificationEvaluation.Plan()
        plan.gallery = 1
        plan.enrol = 1
        plan.trials = 12
        let first = IdentificationEvaluation.search(Self.people, dimension: 3, plan).mated
        #expect(first == IdentificationEvaluation.search(Self.people, dimension: 3, plan).mated)
        plan.seed = 2
        #expect(first != IdentificationEvaluation.search(Self.people, dimension: 3, plan).mated)
    }

    @Test("Options as people write them")
    func options() throws {
        typealias Plan = IdentificationEvaluation.Plan
        #expect(try Plan.gallery("40") == 40)
        #expect(try Plan.gallery("0") == nil)
        #expect(try Plan.gallery("all") == nil)
        #expect(throws: (any Error).self) { try Plan.gallery("-1") }
        #expect(try Plan.rates("0.01,0.003") == [0.01, 0.003])
        for text in ["", "0.1,", "x", "2", "0.1;0.2"] {
            #expect(throws: (any Error).self) { try Plan.rates(text) }
        }
    }
}
