import Attendance

/// Whether thresholds that were measured for one situation may be used in another. Pure.
package enum CertificateValidity: Sendable, Equatable {
    case holds
    /// Similarities of different models have nothing to do with each other: never used.
    case otherModel(measured: ModelID, present: ModelID)
    /// What all people have in common is subtracted since, or not any more; similarities are others: never used.
    case otherSimilarity
    /// Faces are cut out otherwise, so that similarities are others; used until it is measured anew.
    case otherDetector(measured: ModelID, present: ModelID?)
    /// Strangers meet more people who may look like them; used until it is measured anew.
    case outgrown(measured: Int, present: Int)
    case otherCameras(measured: [String], present: [String])

    /// A gallery of up to so many times as many people is about the same.
    package static let growth = 2

    package static func judge(_ measured: CertificateScope, now present: CertificateScope) -> CertificateValidity {
        if measured.model != present.model { return .otherModel(measured: measured.model, present: present.model) }
        if measured.isCentred != present.isCentred { return .otherSimilarity }
        if let detector = measured.detector, detector != present.detector {
            return .otherDetector(measured: detector, present: present.detector)
        }
        if present.people > growth * measured.people {
            return .outgrown(measured: measured.people, present: present.people)
        }
        if !measured.cameras.isEmpty, measured.cameras != present.cameras {
            return .otherCameras(measured: measured.cameras, present: present.cameras)
        }
        return .holds
    }

    /// Why it does not hold; nil where it does.
    package var problem: String? {
        switch self {
        case .holds: nil
        case .otherModel(let measured, let present):
            "the thresholds were measured with model \(measured.short), faces are recognised by model \(present.short)"
                + " with its pack's thresholds"
        case .otherSimilarity:
            "the thresholds were measured when similarities were computed otherwise; the model pack's are used"
        case .otherDetector(let measured, let present):
            "the thresholds were measured with detector \(measured.short), faces are found by "
                + (present.map { "detector \($0.short)" } ?? "another")
        case .outgrown(let measured, let present):
            "the thresholds were measured with \(measured) people, now there are \(present)"
        case .otherCameras(let measured, let present):
            "the thresholds were measured with the cameras \(measured.joined(separator: ", ")), now there are "
                + (present.isEmpty ? "none" : present.joined(separator: ", "))
        }
    }

    /// What to do about it.
    package static let advice =
        "Measure this room anew: rollcall-edge evaluate site, then rollcall-edge thresholds adopt; or, with "
        + "\"certificate\" in node.json, rollcall-edge thresholds renew."
}
