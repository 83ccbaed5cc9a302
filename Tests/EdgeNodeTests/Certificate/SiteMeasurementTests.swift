import Attendance
import EdgeNodeCore
import Gallery
import Testing

struct SiteMeasurementTests {
    static let model = try! ModelID(String(repeating: "a", count: 64))
    static let rule = DecisionRule(accept: 0.5, review: 0.4, margin: 0.1)

    static func person(_ number: Int) -> PersonID {
        PersonID(bytes: [UInt8](repeating: 0, count: 15) + [UInt8(number)])
    }

    /// A search whose best match is `best`, with the given similarity and lead over somebody else.
    static func search(
        _ label: String, truth: Int?, best: Int, _ similarity: Float, lead: Float = 0.3, track: String = "1.jpg"
    ) -> SiteSearch {
        SiteSearch(
            track: "\(label)/\(track)", label: label, truth: truth.map(person),
            looks: [[
                Candidate(Match(personID: person(best), similarity: similarity)),
                Candidate(Match(personID: person(99), similarity: similarity - lead)),
            ]])
    }

    static func measurement(_ change: (inout SiteMeasurement) -> Void = { _ in }) -> SiteMeasurement {
        var measurement = SiteMeasurement(
            scope: CertificateScope(model: model, detector: nil, people: 3, cameras: ["folder:/camera"]),
            enrolment: .init(people: 4, peopleWithoutSample: 1), names: [person(1): "Ada", person(2): "Ben"],
            mated: [
                search("ada", truth: 1, best: 1, 0.8), search("ada", truth: 1, best: 1, 0.45, track: "2.jpg"),
                search("ben", truth: 2, best: 2, 0.7, lead: 0.05), search("chi", truth: 3, best: 2, 0.6),
                SiteSearch(track: "chi/2.jpg", label: "chi", truth: person(3), looks: []),
            ],
            strangers: [
                search("x", truth: nil, best: 1, 0.55), search("y", truth: nil, best: 2, 0.42),
                search("y", truth: nil, best: 2, 0.9, lead: 0.02, track: "2.jpg"),
                search("z", truth: nil, best: 3, 0.1),
            ],
            rule: rule, packAccept: 0.5, targetFpir: 0.003)
        change(&measurement)
        return measurement
    }

    @Test func outcomesAreThoseOfTheDecisionRule() {
        let measurement = Self.measurement()
        #expect(measurement.mated.map { $0.outcome(under: Self.rule) } == [
            .right, .review, .review, .wrong(Match(personID: Self.person(2), similarity: 0.6)), .notAcquired,
        ])
        #expect(measurement.strangers.map { $0.outcome(under: Self.rule) } == [
            .wrong(Match(personID: Self.person(1), similarity: 0.55)), .review, .review, .unknown,
        ])
    }

    /// The first look that names somebody counts, as before the camera; the threshold up to which it does is the best
    /// look's.
    @Test func aTrackIsLookedAtUntilSomebodyIsNamed() {
        func search(_ looks: (best: Int, similarity: Float)...) -> SiteSearch {
            SiteSearch(
                track: "t", label: "ada", truth: Self.person(1),
                looks: looks.map { [Candidate(Match(personID: Self.person($0.best), similarity: $0.similarity))] })
        }
        let cases: [(SiteSearch, SiteSearch.Outcome, naming: Float)] = [
            (search((1, 0.3), (1, 0.45), (1, 0.6)), .right, 0.6), (search((1, 0.45), (1, 0.3)), .unknown, 0.45),
            (search((2, 0.55), (1, 0.8)), .wrong(Match(personID: Self.person(2), similarity: 0.55)), 0.8),
            (search((1, 0.3), (1, 0.45)), .review, 0.45),
        ]
        for (search, outcome, naming) in cases {
            #expect(search.outcome(under: Self.rule) == outcome)
            #expect(search.naming(under: Self.rule)?.similarity == naming)
        }
    }

    @Test func ratesAreCountedByHand() throws {
        let certificate = Self.measurement().certificate(made: "2026-01-02T03:04:05Z")
        let point = certificate.present
        // Mated: one of five is right. Strangers: one of four is named.
        let fnir = try #require(point.fnir)
        let fpir = try #require(point.fpir)
        #expect(fnir.events == 4 && fnir.searches == 5 && fnir.people == 3 && fnir.share == 0.8)
        #expect(fpir.events == 1 && fpir.searches == 4 && fpir.people == 3 && fpir.share == 0.25)
        #expect(point.matedNamedWrongly?.events == 1)
        #expect(point.matedReview?.events == 2 && point.strangersReview?.events == 2)
        #expect(certificate.mated == .init(Self.measurement().mated))
        #expect(certificate.mated.tracks == 5 && certificate.mated.people == 3)
        #expect(certificate.mated.tracksWithoutFace == 1)
        #expect(certificate.wrongNames.map(\.track) == ["chi/1.jpg", "x/1.jpg"])
        #expect(certificate.wrongNames.map(\.namedAs) == ["Ben", "Ada"])
        #expect(certificate.wrongNames.map(\.isStranger) == [false, true])
        // Of y, the more similar track would never be named: its lead is too small.
        #expect(certificate.choice.accept == 0.551 && certificate.choice.strangersMissing == 997)
        #expect(certificate.adoption.accept == 0.551 && certificate.adoption.margin == 0.1)
        #expect(certificate.adoption.review == 0.451)
        #expect(certificate.adoption.measuredFor == Self.measurement().scope)
    }

    @Test func oneSearchEachIsExactBinomial() throws {
        let searches = (0..<10).map { Self.search("p\($0)", truth: nil, best: 1, $0 == 0 ? 0.9 : 0.1) }
        let rate = try #require(ErrorRate(of: searches, seed: 1) { $0.outcome(under: Self.rule) != .unknown })
        #expect(abs(rate.ci95[0] - 0.002529) < 1e-6 && abs(rate.ci95[1] - 0.445016) < 1e-6)
        #expect(ErrorRate(of: [], seed: 1) { _ in true } == nil)
    }

    @Test func theCurveByHand() {
        let measurement = Self.measurement()
        let points = DetectionErrorTradeoff.points(
            Self.rule, mated: measurement.mated, strangers: measurement.strangers)
        // Nameable strangers: 0.55, 0.42, 0.1. Right and with a lead: ada with 0.8 and 0.45.
        #expect(points.map(\.fpir) == [0, 0.25, 0.5, 0.75])
        #expect(points.map(\.fnir) == [0.8, 0.6, 0.6, 0.6])
        #expect(points[0].threshold == Float(0.55).nextUp)
        #expect(DetectionErrorTradeoff.points(Self.rule, mated: [], strangers: measurement.strangers).isEmpty)
    }

    @Test func groupsAreComparedWithTheOthers() throws {
        func people(_ letter: String, _ count: Int, missed: Int) -> [SiteSearch] {
            (0..<count).map { Self.search("\(letter)\($0)", truth: 1, best: 1, $0 < missed ? 0.1 : 0.9) }
        }
        let mated = people("a", 40, missed: 30) + people("b", 40, missed: 1) + people("c", 4, missed: 0)
        let rows = ["person,group"] + mated.map { "\($0.label),\($0.label.prefix(1))" }
        let groups = try PersonGroups(parsing: rows.joined(separator: "\n"), name: "groups.csv")
        let figures = GroupFigures.all(groups, rule: Self.rule, mated: mated, strangers: [], seed: 1)
        #expect(figures.map(\.group) == ["a", "b", "c"])
        #expect(figures.map { $0.fnir?.events } == [30, 1, 0])
        #expect(figures[0].note == "FNIR: higher than of the others, beyond the intervals")
        #expect(figures[1].note == "FNIR: lower than of the others, beyond the intervals")
        #expect(figures[2].note.contains("too few"))
        #expect(figures.allSatisfy { $0.fpir == nil })
        let alike = people("a", 20, missed: 2) + people("b", 20, missed: 3)
        #expect(GroupFigures.all(groups, rule: Self.rule, mated: alike, strangers: [], seed: 1)[0].note
            == "FNIR: no difference beyond the intervals")
    }

    @Test func warningsSayWhatIsWeak() {
        let warnings = Self.measurement { $0.leftOut = ["probes/dan is not on the roster"] }
            .certificate(made: "").warnings.joined(separator: "\n")
        for part in ["997 more strangers", "3 enrolled people: too few", "1 of 5 tracks of enrolled people",
                     "1 of 4 people have no usable photograph", "2 captures were given somebody else's name",
                     "1 folder was left out"] {
            #expect(warnings.contains(part), "\(part)")
        }
        let strangers = (0..<1_000).map { Self.search("s\($0)", truth: nil, best: 1, 0.1) }
        let mated = (0..<30).map { Self.search("m\($0)", truth: 1, best: 1, 0.9) }
        let good = Self.measurement {
            ($0.mated, $0.strangers, $0.enrolment) = (mated, strangers, .init(people: 30, peopleWithoutSample: 0))
        }.certificate(made: "")
        #expect(good.warnings.isEmpty && good.choice.isShown)
    }

    @Test func theFileIsReadBackAsItWas() throws {
        let certificate = Self.measurement().certificate(made: "2026-01-02T03:04:05Z")
        let text = try ReportJSON.text(certificate)
        #expect(try ReportJSON.value(SiteCertificate.self, from: text) == certificate)
    }
}
