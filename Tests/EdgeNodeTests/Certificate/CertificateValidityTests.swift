import Attendance
import EdgeNodeCore
import Testing

struct CertificateValidityTests {
    private static let model = try! ModelID(String(repeating: "a", count: 64))
    private static let other = try! ModelID(String(repeating: "b", count: 64))

    private static func scope(
        _ model: ModelID = model, _ people: Int = 40, _ cameras: [String] = ["folder:/a"]
    ) -> CertificateScope {
        CertificateScope(model: model, people: people, cameras: cameras)
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
        // Nobody said with which camera it was measured.
        (scope(model, 40, []), scope(), .holds),
        (scope(model, 40, ["b", "a", "b"]), scope(model, 40, ["a", "b"]), .holds),
    ] as [(CertificateScope, CertificateScope, CertificateValidity)])
    func whatItHoldsFor(measured: CertificateScope, present: CertificateScope, expected: CertificateValidity) {
        let validity = CertificateValidity.judge(measured, now: present)
        #expect(validity == expected)
        #expect((validity.problem == nil) == (expected == .holds))
    }
}
