import Attendance

/// For what thresholds were measured, and what a node has now: a threshold is good for one model, and for about so many
/// people before the same cameras, whose faces the same detector finds.
package struct CertificateScope: Sendable, Codable, Equatable {
    package let model: ModelID
    /// See `ModelPack.detectorID`; nil in what was measured before it was noted.
    package let detector: ModelID?
    /// People in the gallery.
    package let people: Int
    /// As `CameraSpecification` describes them, sorted; empty where nobody said.
    package let cameras: [String]
    /// True or nil, as in what was measured before it was noted.
    private let centred: Bool?

    /// See `MatchThresholds.isCentred`.
    package var isCentred: Bool { centred ?? false }

    package init(model: ModelID, detector: ModelID?, people: Int, cameras: [String], isCentred: Bool = false) {
        centred = isCentred ? true : nil
        self.model = model
        self.detector = detector
        self.people = people
        self.cameras = Set(cameras).sorted()
    }
}
