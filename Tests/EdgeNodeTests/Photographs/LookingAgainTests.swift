import Attendance
import EdgeNodeCore
import Foundation
import TestSupport
import Testing
import Vision

/// A real node before whose camera somebody is seen badly first.
@Suite(.serialized, .enabled(if: RealNode.isPossible, Comment(rawValue: RealNode.whyNot)))
struct LookingAgainTests {
    /// What the hub has when the camera has shown its frames.
    private static func seen(
        enrolled: String, events: Int = 1,
        show: (FaceAnalyser, _ enrolled: [Float]) throws -> @Sendable (Int) -> [UInt8]?
    ) async throws -> [Observation] {
        var seen: [Observation] = []
        try await RealNode.with { node in
            let runtime = try await node.runtime()
            _ = try await node.enrol(runtime, "Ana", enrolled)
            let analyser = try await runtime.recognition().view.eyes.analyser
            let file = try RealNode.photograph(enrolled)
            let face = try #require(try analyser.analyse(file.bytes).first)
            await runtime.close()
            let camera = try StreamingCamera(show: try show(analyser, face.embedding))
            seen = try await node.observations(before: camera) {
                guard node.hub.events.count >= events else { return false }
                // Time for one more.
                try await Task.sleep(for: .seconds(1))
                return true
            }
        }
        return seen
    }

    private static func similarity(_ bytes: [UInt8], _ analyser: FaceAnalyser, to face: [Float]) throws -> Float? {
        try analyser.analyse(bytes).first.map { zip($0.embedding, face).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// The first frames are so blurred that the face resembles nobody; the next ones are not.
    @Test func whoIsNotRecognisedAtOnceIsLookedAtAgain() async throws {
        let seen = try await Self.seen(enrolled: "persons/obama-1.jpg") { analyser, face in
            let clear = try RealNode.photograph("persons/obama-2.jpg").bytes
            let image = try ImageDecoder.decode(clear, limits: ImageLimits()).image
            let blurred = try #require(
                try [8, 10, 12, 14, 16, 20].lazy.map { try ImageEncoder.jpeg(image.blurred(sigma: $0)) }
                    .first { (try Self.similarity($0, analyser, to: face)).map { $0 < 0.38 } ?? false },
                "a face that is found and not recognised")
            #expect(try #require(try Self.similarity(clear, analyser, to: face)) > 0.55)
            return { $0 < 4 ? blurred : clear }
        }
        guard case .identification(let identification)? = seen.first, seen.count == 1 else {
            Issue.record("\(seen)")
            return
        }
        #expect((5...8).contains(identification.frames))
    }

    /// `left`, and beside it the same again or nothing.
    private static func pair(_ left: Image, isTwice: Bool) -> Image {
        let bytes = 3 * left.width
        return Image(width: 2 * left.width, height: left.height, pixels: (0..<left.height).flatMap { row in
            let pixels = left.pixels[row * bytes..<(row + 1) * bytes]
            return pixels + (isTwice ? pixels : [UInt8](repeating: 0, count: bytes)[...])
        })
    }

    /// Somebody who was recognised, and later a picture of them beside them.
    @Test func whoWasRecognisedKeepsTheirPlace() async throws {
        let seen = try await Self.seen(enrolled: "persons/obama-1.jpg", events: 2) { _, _ in
            let clear = try RealNode.photograph("persons/obama-2.jpg").bytes
            let image = try ImageDecoder.decode(clear, limits: ImageLimits()).image
            let (once, twice) = (
                try ImageEncoder.jpeg(Self.pair(image, isTwice: false)),
                try ImageEncoder.jpeg(Self.pair(image, isTwice: true)))
            return { $0 < 6 ? once : twice }
        }
        guard seen.count == 2, case .identification = seen[0], case .unknown(let sighting) = seen[1] else {
            Issue.record("\(seen)")
            return
        }
        #expect(sighting.frames == 8 && sighting.nearest ?? 0 > 0.5)
    }

    @Test func whoIsNobodyIsRecordedOnceAfterEnoughFrames() async throws {
        let seen = try await Self.seen(enrolled: "persons/obama-1.jpg") { _, _ in
            let stranger = try RealNode.photograph("strangers/stranger-2.jpg").bytes
            return { _ in stranger }
        }
        guard case .unknown(let sighting)? = seen.first, seen.count == 1 else {
            Issue.record("\(seen)")
            return
        }
        #expect(sighting.frames == 8)
    }
}
