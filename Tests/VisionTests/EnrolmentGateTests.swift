import Attendance
import Foundation
import Testing
import Vision

struct EnrolmentGateTests {
    static let gate = EnrolmentGate()
    static let limits = EnrolmentLimits()

    /// A good face, but for what is named: keys as `FaceQuality` is coded.
    static func face(side: Float = 100, score: Float = 0.95, _ changes: [String: Float] = [:]) throws
        -> EnrolmentGate.Face
    {
        let good: [String: Float] = [
            "interPupillaryPixels": 80, "sharpness": 300, "yawDegrees": 0, "pitchDegrees": 0, "rollDegrees": 0,
            "brightness": 120, "contrast": 50,
        ]
        let quality = try JSONDecoder().decode(
            FaceQuality.self, from: JSONEncoder().encode(good.merging(changes) { $1 }))
        return EnrolmentGate.Face(box: Box(x: 0, y: 0, width: side, height: side), score: score, quality: quality)
    }

    /// Steps of one measure, and what it says of a value beyond them.
    static let measures: [(name: String, steps: EnrolmentLimits.Steps, code: String, isUpperLimit: Bool)] = [
        ("interPupillaryPixels", limits.eyeDistance, "too_small", false),
        ("sharpness", limits.sharpness, "blurred", false),
        ("yawDegrees", limits.yaw, "pose", true),
        ("pitchDegrees", limits.pitch, "pose", true),
        ("brightness", limits.darkness, "dark", false),
        ("brightness", limits.brightness, "bright", true),
        ("contrast", limits.contrast, "pale", false),
    ]

    @Test(arguments: measures)
    func eachMeasureHasTwoSteps(
        name: String, steps: EnrolmentLimits.Steps, code: String, isUpperLimit: Bool
    ) throws {
        #expect(isUpperLimit ? steps.refused > steps.advised : steps.refused < steps.advised)
        let beyond: Float = isUpperLimit ? 0.01 : -0.01
        #expect(Self.gate.judge([try Self.face([name: steps.advised])]) == .accepted(0, advice: nil))
        guard case .accepted(0, let advice?) = Self.gate.judge([try Self.face([name: steps.advised + beyond])]),
            case .accepted(0, advice: .some) = Self.gate.judge([try Self.face([name: steps.refused])]),
            case .refused(let problem) = Self.gate.judge([try Self.face([name: steps.refused + beyond])])
        else {
            Issue.record("\(name) is judged otherwise")
            return
        }
        #expect([advice.code, problem.code] == [code, code])
    }

    @Test func headsAreTurnedToEitherSide() throws {
        #expect(Self.gate.judge([try Self.face(["yawDegrees": -60])]) == .refused(.turned(degrees: 60)))
        #expect(Self.gate.judge([try Self.face(["pitchDegrees": -60])]) == .refused(.nodded(degrees: 60)))
    }

    @Test(arguments: [(40, EnrolmentProblem.dark), (225, .bright), (120, .pale)] as [(Float, EnrolmentProblem)])
    func lightTakesContrastToo(brightness: Float, problem: EnrolmentProblem) throws {
        let face = try Self.face(["brightness": brightness, "contrast": Self.limits.contrast.refused - 1])
        #expect(Self.gate.judge([face]) == .refused(problem))
    }

    @Test func theOneFaceThatIsMeantIsChosen() throws {
        let (large, bystander, child) = (try Self.face(), try Self.face(side: 40), try Self.face(side: 60))
        #expect(Self.gate.judge([]) == .refused(.noFace))
        #expect(Self.gate.judge([bystander, large, bystander]) == .accepted(1, advice: nil))
        #expect(Self.gate.judge([large, child]) == .refused(.severalFaces(2)))
        #expect(Self.gate.judge([try Self.face(score: 0.5)]) == .refused(.unclear))
        // What is hardly a face is no bystander.
        #expect(Self.gate.judge([try Self.face(score: 0.5), large]) == .accepted(1, advice: nil))
        // A bystander's quality does not matter.
        #expect(Self.gate.judge([large, try Self.face(side: 40, ["sharpness": 0])]) == .accepted(0, advice: nil))
    }

    static let everyProblem: [EnrolmentProblem] = [
        .unusable("is a pipe"), .noFace, .severalFaces(3), .unclear, .tooSmall(pixels: 9, needed: 20),
        .turned(degrees: 50), .nodded(degrees: 50), .dark, .bright, .pale, .blurred, .seenBadly,
        .unlikeOthers(resembles: nil), .unlikeOthers(resembles: "Bo"), .resembles("Bo"),
    ]

    /// "FILE: not used: …": one line that says what is wrong, and after a semicolon what to do.
    @Test(arguments: everyProblem)
    func everyProblemIsOneLineThatSaysWhatToDo(problem: EnrolmentProblem) {
        let text = problem.description
        #expect(!text.contains("\n") && !text.hasSuffix(".") && text.first?.isUppercase == false)
        if problem.code != "unusable" { #expect(text.split(separator: "; ").count == 2) }
        let refused = PhotographOutcome(file: "a.jpg", isAccepted: false, problem: problem)
        #expect(refused.line == "a.jpg: not used: \(text)" && refused.problem == problem.code)
        #expect(
            PhotographOutcome(file: "a.jpg", isAccepted: true, problem: problem).line == "a.jpg: accepted, but \(text)")
    }

    @Test func aGoodPhotographIsAccepted() {
        let outcome = PhotographOutcome(file: "a.jpg", isAccepted: true, problem: nil)
        #expect(outcome.line == "a.jpg: accepted" && outcome.reason == nil)
    }

    // MARK: Together

    /// A direction in a plane; `quality` as of a sighting.
    static func sighting(_ degrees: Float, quality: Float = 0.5) throws -> EnrolmentFinding {
        gate.judge(sighting: try embedding(degrees), quality: quality, name: "\(Int(degrees))")
    }

    static func embedding(_ degrees: Float) throws -> Embedding {
        try Embedding([cos(degrees * .pi / 180), sin(degrees * .pi / 180)])
    }

    @Test(arguments: [
        ([0, 10, 90], [], [true, true, false]),
        ([90], [0, 10], [false]),
        ([90], [], [true]),
    ] as [([Float], [Float], [Bool])])
    func whoIsUnlikeTheOthersIsRefused(degrees: [Float], known: [Float], accepted: [Bool]) throws {
        let sheet = Self.gate.sheet(
            try degrees.map { try Self.sighting($0) }, known: try known.map(Self.embedding), review: 0.5)
        #expect(sheet.outcomes.map(\.isAccepted) == accepted)
        #expect(sheet.outcomes.map { $0.problem ?? "" } == accepted.map { $0 ? "" : "unlike_others" })
        #expect(sheet.faces.count == accepted.filter { $0 }.count)
    }

    @Test func facesAreNotComparedWithoutAThreshold() throws {
        let sheet = Self.gate.sheet([try Self.sighting(0), try Self.sighting(90)], known: [], review: nil)
        #expect(sheet.outcomes.map(\.isAccepted) == [true, true])
    }

    @Test func aSampleOfAnotherLengthIsPassedOver() throws {
        let odd = try Embedding([1, 0, 0])
        let sheet = Self.gate.sheet([try Self.sighting(0)], known: [odd, try Self.embedding(10)], review: 0.5)
        #expect(sheet.outcomes.map(\.isAccepted) == [true])
    }

    @Test func whoeverItResemblesIsNamed() throws {
        let findings = [try Self.sighting(0), try Self.sighting(10), try Self.sighting(90)]
        func outcomes(_ isAlarming: Bool) -> [PhotographOutcome] {
            Self.gate.sheet(findings, known: [], review: 0.5) { _ in
                EnrolmentGate.Resemblance(name: "Bo", isAlarming: isAlarming)
            }.outcomes
        }
        #expect(outcomes(true).map(\.problem) == ["resembles", "resembles", "unlike_others"])
        #expect(outcomes(false).map(\.problem) == [nil, nil, "unlike_others"])
        #expect(outcomes(false)[2].reason?.contains("perhaps Bo") == true)
    }

    @Test func aSightingNeedsQuality() throws {
        let least = Self.limits.sightingScore
        let sheet = Self.gate.sheet(
            [try Self.sighting(0, quality: least), try Self.sighting(10, quality: least - 0.01)], known: [],
            review: 0.5)
        #expect(sheet.outcomes.map(\.problem) == [nil, "seen_badly"])
        #expect(sheet.faces.map(\.quality) == [least])
    }
}
