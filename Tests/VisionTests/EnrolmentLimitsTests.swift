import Foundation
import Testing
import Vision

struct EnrolmentLimitsTests {
    @Test func theStandardMakesSense() {
        #expect(EnrolmentLimits().problem == nil)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout EnrolmentLimits) -> Void

        init(_ beginning: String, _ change: @escaping @Sendable (inout EnrolmentLimits) -> Void) {
            testDescription = beginning
            self.change = change
        }
    }

    static let mistakes = [
        Case("eyeDistance needs refused ≤ advised") { $0.eyeDistance = .init(refused: 40, advised: 30) },
        Case("eyeDistance has steps of 8 to 1000") { $0.eyeDistance.refused = 7 },
        Case("sharpness has steps of 0 to 10000") { $0.sharpness.advised = .nan },
        Case("yaw needs refused ≥ advised") { $0.yaw = .init(refused: 20, advised: 30) },
        Case("pitch has steps of 0 to 90") { $0.pitch.refused = 91 },
        Case("darkness needs refused ≤ advised") { $0.darkness = .init(refused: 60, advised: 50) },
        Case("brightness needs refused ≥ advised") { $0.brightness = .init(refused: 200, advised: 215) },
        Case("contrast has steps of 0 to 128") { $0.contrast.refused = -1 },
        Case("darkness needs advised ≤ that of brightness") { limits in
            limits.darkness.advised = 200
            limits.brightness.advised = 100
        },
        Case("detectorScore is") { $0.detectorScore = 1.1 },
        Case("clearlyLarger is") { $0.clearlyLarger = 0.5 },
        Case("sightingScore is") { $0.sightingScore = .nan },
    ]

    @Test(arguments: mistakes)
    func mistakesAreNamed(example: Case) {
        var limits = EnrolmentLimits()
        example.change(&limits)
        #expect(limits.problem?.hasPrefix(example.testDescription) == true, "\(limits.problem ?? "nothing")")
    }

    @Test func whatIsWrittenIsRead() throws {
        var limits = EnrolmentLimits()
        limits.eyeDistance = .init(refused: 9, advised: 10)
        limits.sharpness = .init(refused: 1, advised: 2)
        limits.yaw = .init(refused: 4, advised: 3)
        limits.pitch = .init(refused: 6, advised: 5)
        limits.darkness = .init(refused: 7, advised: 8)
        limits.brightness = .init(refused: 200, advised: 199)
        limits.contrast = .init(refused: 3, advised: 4)
        (limits.detectorScore, limits.clearlyLarger, limits.sightingScore) = (0.1, 2, 0.3)
        #expect(try JSONDecoder().decode(EnrolmentLimits.self, from: JSONEncoder().encode(limits)) == limits)
    }
}
