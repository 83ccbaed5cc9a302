import EdgeNodeCore
import Foundation
import Service
import Synchronization
import Vision

/// Somebody before a camera who turns as they are told: the photograph of a face on a sheet, or on the model of a head.
final class TurningFace: Sendable {
    /// Degrees between two frames, and as far as they turn.
    private static let step = 15
    private static let furthest = 60

    private struct Pose {
        var degrees = 0
        var wanted = 0
    }

    /// A portrait from which such a model can be made: on a sheet it must look straight ahead, and of a head it must
    /// be plain to both sides how far it is turned.
    static func portrait(for carrier: PosedPicture.Carrier) -> String {
        carrier == .head ? "persons/biden-1.jpg" : "persons/obama-1.jpg"
    }

    private let views: [Int: [UInt8]]
    private let pose = Mutex(Pose())

    init(photograph: String, on carrier: PosedPicture.Carrier, analyser: FaceAnalyser) throws {
        let image = try analyser.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: photograph))))
        guard let face = try MainFace.find(in: image, by: analyser) else {
            throw Failure(.noInput, "\(photograph) shows no face")
        }
        let picture = PosedPicture(image.image, landmarks: face.face.scaled(by: image.scale).landmarks, on: carrier)
        var views: [Int: [UInt8]] = [:]
        for degrees in stride(from: -Self.furthest, through: Self.furthest, by: Self.step) {
            views[degrees] = try ImageEncoder.jpeg(picture.seen(yaw: Float(degrees)))
        }
        self.views = views
    }

    /// Hears what is asked.
    func hear(_ ask: ChallengeRequest.Ask?) {
        let degrees =
            switch ask {
            case .left: Self.furthest
            case .right: -Self.furthest
            case .front, .passed, .refused, nil: 0
            }
        pose.withLock { $0.wanted = degrees }
    }

    /// The next frame, a step closer to what was asked.
    func frame() -> [UInt8]? {
        pose.withLock { pose in
            pose.degrees += min(max(pose.wanted - pose.degrees, -Self.step), Self.step)
            return views[pose.degrees]
        }
    }
}
