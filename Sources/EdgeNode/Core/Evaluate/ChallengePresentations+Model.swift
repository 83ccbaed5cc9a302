import Foundation
import Service
import Vision

/// Presentations made of photographs: a model of what people and attackers do, for want of recordings of them.
extension ChallengePresentations {
    /// Degrees from the camera, frame after frame, of who turns as asked.
    private static let swing: [Float] = [0, 0, 0, 15, 30, 45, 52, 52, 45, 30, 15]
    private static let standing: [Float] = [0, 0, 0, 0]
    /// Drawn for each presentation, as nobody holds anything upright.
    private static let nod: ClosedRange<Float> = -10...10

    /// Each photograph on each carrier; what is on a head is called bona fide. Photographs without a face, or with a
    /// head that is turned already (`frontalDegrees`), are left out.
    package init(photographs paths: [String], analyser: FaceAnalyser, frontalDegrees: Float = 12) throws {
        let pictures = try paths.enumerated().compactMap { index, path -> (seed: UInt64, Image, FaceLandmarks)? in
            guard let bytes = try? PhotographFile.read(path), let image = try? analyser.decode(bytes),
                let face = try MainFace.find(in: image, by: analyser),
                abs(face.quality.yawDegrees) <= frontalDegrees
            else { return nil }
            return (UInt64(index), image.image, face.face.scaled(by: image.scale).landmarks)
        }
        guard !pictures.isEmpty else {
            throw EvaluationError.unfit(
                "no photograph shows a face from the front", advice: "Give a folder of portraits.")
        }
        self.init(kinds: PosedPicture.Carrier.allCases.map { carrier in
            let name = carrier == .head ? LivenessImages.bonaFideFolder : carrier.rawValue
            return Kind(name: name, presentations: pictures.map { seed, image, landmarks in
                let picture = PosedPicture(image, landmarks: landmarks, on: carrier)
                return Presentation(turns: nil, seed: seed) { try Self.act(picture, $0, seed: seed) }
            })
        })
    }

    private static func act(_ picture: PosedPicture, _ turns: [HeadTurn], seed: UInt64) throws -> [[UInt8]] {
        var random = SplitMix64(seed: seed)
        let pitch = Float.random(in: nod, using: &random)
        let angles = standing + turns.flatMap { turn in swing.map { turn == .left ? $0 : -$0 } } + standing
        var views: [Float: [UInt8]] = [:]
        return try angles.map { angle in
            let view = try views[angle] ?? ImageEncoder.jpeg(picture.seen(yaw: angle, pitch: pitch))
            views[angle] = view
            return view
        }
    }
}
