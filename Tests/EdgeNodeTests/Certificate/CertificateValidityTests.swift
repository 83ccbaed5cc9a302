import Attendance
import EdgeNodeCore
import Foundation
import Testing

struct CertificateValidityTests {
    private static let model = try! ModelID(String(repeating: "a", count: 64))
    private static let other = try! ModelID(String(repeating: "b", count: 64))

    private static func scope(
        _ model: ModelID = model, _ people: Int = 40, _ cameras: [String] = ["folder:/a"],
        detector: ModelID? = nil, isCentred: Bool = false
    ) -> CertificateScope {
        CertificateScope(model: model, detector: detector, people: people, cameras: cameras, isCentred: isCentred)
    }

    @Test(arguments: [
        (scope(), scope(), .holds),
        (scope(), scope(model, 80), .holds),
        (scope(), scope(model, 81), .outgrown(measured: 40, present: 81)),
        (scope(), scope(model, 3), .holds),
        (scope(model, 0), scope(model, 1), .outgrown(measured: 0, present: 1)),
        (scope(), scope(other, 40), .otherModel(measured: model, present: other)),
        // The model comes first: nothing else matters then.
        (scope(), scope(other, 400, []), .otherModel(measured: model, present: other)),
        (scope(), scope(model, 40, ["folder:/b"]), .otherCameras(measured: ["folder:/a"], present: ["folder:/b"])),
        (scope(), scope(model, 40, []), .otherCameras(measured: ["folder:/a"], present: [])),
        (scope(detector: model), scope(detector: model), .holds),
        (scope(detector: model), scope(detector: other), .otherDetector(measured: model, present: other)),
        (scope(detector: model), scope(detector: nil), .otherDetector(measured: model, present: nil)),
        // Measured before the detector was noted.
        (scope(detector: nil), scope(detector: other), .holds),
        (scope(detector: model), scope(other, detector: other), .otherModel(measured: model, present: other)),
        (scope(detector: model), scope(model, 81, detector: other), .otherDetector(measured: model, present: other)),
        // Similarities are not what they were.
        (scope(), scope(isCentred: true), .otherSimilarity),
        (scope(isCentred: true), scope(detector: other), .otherSimilarity),
        (scope(isCentred: true), scope(isCentred: true), .holds),
        (scope(), scope(other, isCentred: true), .otherModel(measured: model, present: other)),
        // Nobody said with which camera it was measured.
        (scope(model, 40, []), scope(), .holds),
        (scope(model, 40, ["b", "a", "b"]), scope(model, 40, ["a", "b"]), .holds),
    ] as [(CertificateScope, CertificateScope, CertificateValidity)])
    func whatItHoldsFor(measured: CertificateScope, present: CertificateScope, expected: CertificateValidity) {
        let validity = CertificateValidity.judge(measured, now: present)
        #expect(validity == expected)
        #expect((validity.problem == nil) == (expected == .holds))
    }

    @Test func aFileFromBeforeTheDetectorWasNotedIsRead() throws {
        let old = #"{"model": "\#(Self.model.text)", "people": 40, "cameras": ["folder:/a"]}"#
        #expect(try JSONDecoder().decode(CertificateScope.self, from: Data(old.utf8)) == Self.scope())
    }
}
