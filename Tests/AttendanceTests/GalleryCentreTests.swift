import Attendance
import Testing

@Suite("What a gallery's people have in common")
struct GalleryCentreTests {
    @Test("Of n people n / (n + 20) of their mean", arguments: [1, 5, 20, 180])
    func share(people: Int) {
        let templates = (0..<people).map { $0.isMultiple(of: 2) ? [Float(0.6), 0.8] : [0.6, -0.8] }
        let share = Float(people) / Float(people + 20)
        let mean: [Float] = [0.6, people.isMultiple(of: 2) ? 0 : 0.8 / Float(people)]
        for (found, expected) in zip(GalleryCentre(of: templates, dimension: 2).values, mean) {
            #expect(abs(found - share * expected) < 1e-6)
        }
    }

    @Test("It is taken off, and what is left has length 1")
    func centred() {
        let centre = GalleryCentre(of: [[Float]](repeating: [1, 0, 0], count: 20), dimension: 3)
        #expect(centre.values == [0.5, 0, 0])
        for (found, expected) in zip(centre.centred([0.8, 0.6, 0]), [0.44721360, 0.89442719, 0]) {
            #expect(abs(found - Float(expected)) < 1e-6)
        }
        #expect(centre.centred([0.5, 0, 0]) == [0, 0, 0], "nothing is left, which is like nobody")
        #expect(centre.centred([.nan, 0, 0]).contains { $0.isNaN })
    }

    @Test("Without people, and where it is not wanted, nothing is taken off")
    func nothing() {
        #expect(GalleryCentre(of: [], dimension: 2) == GalleryCentre(nothing: 2))
        #expect(GalleryCentre(nothing: 2).centred([0.6, 0.8]) == [0.6, 0.8])
        #expect(GalleryCentre(nothing: 0).centred([]) == [])
    }

    @Test("Strangers who share something are told apart better, and somebody alone stays like themselves")
    func whatItIsFor() {
        func dot(_ one: [Float], _ other: [Float]) -> Float { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
        let people = (0..<30).map { index in (0..<31).map { Float($0 == 30 || $0 == index ? 0.70710678 : 0) } }
        let centre = GalleryCentre(of: people, dimension: 31)
        #expect(abs(dot(people[0], people[1]) - 0.5) < 1e-6)
        let (one, other) = (centre.centred(people[0]), centre.centred(people[1]))
        #expect(dot(one, other) < 0.2 && abs(dot(one, one) - 1) < 1e-6)
    }
}
