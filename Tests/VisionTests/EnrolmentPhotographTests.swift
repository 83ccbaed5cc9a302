import TestSupport
import Testing
import Vision

/// One good photograph, and what may go wrong with it.
@Suite(.enabled(if: RealModels.areThere, "\(RealModels.reason)"))
struct EnrolmentPhotographTests {
    private static func outcome(_ photograph: [UInt8]) throws -> PhotographOutcome {
        let gate = EnrolmentGate()
        let finding = try RealModels.analyser().finding(in: photograph, name: "a.jpg", by: gate)
        return try #require(gate.sheet([finding], known: [], review: 0.4).outcomes.first)
    }

    private static func outcome(_ change: (Image) -> Image) throws -> PhotographOutcome {
        let image = try RealModels.analyser().decode(RealModels.photograph("persons/biden-1.jpg")).image
        return try outcome(ImageEncoder.jpeg(change(image)))
    }

    /// As if seen from `times` as far away.
    private static func farther(_ image: Image, _ times: Float) -> Image {
        let (width, height) = (Float(image.width) * (1 - times) / 2, Float(image.height) * (1 - times) / 2)
        return image.sampled(
            SimilarityTransform(a: times, b: 0, moveX: width, moveY: height), width: image.width, height: image.height)
    }

    private static func halves(_ image: Image) -> Image {
        let other = farther(image, 2)
        let pixels = (0..<image.height).flatMap { y -> [UInt8] in
            let row = 3 * image.width
            let line = Array(other.pixels[y * row..<(y + 1) * row])
            return line + line
        }
        return Image(width: 2 * image.width, height: image.height, pixels: pixels)
    }

    /// Changes that grow with a strength of 1, 1.2, 1.44 … up to 38.
    static let changes: [(codes: Set<String>, change: @Sendable (Image, Float) -> Image)] = [
        (["too_small"], { farther($0, $1) }),
        (["blurred"], { $0.blurred(sigma: $1) }),
        (["dark"], { image, strength in image.changed { value, _ in value / strength } }),
        // The detector may give up before the gate does.
        (["bright", "pale", "no_face", "unclear"], { image, strength in
            image.changed { value, _ in 1 - (1 - value) / strength }
        }),
        (["pale", "no_face", "unclear"], { image, strength in
            image.changed { value, _ in 0.5 + (value - 0.5) / strength }
        }),
    ]

    /// While it becomes worse and worse it is accepted, then accepted with advice or refused, for the right reason.
    @Test(arguments: changes.indices)
    func badPhotographsAreNamed(index: Int) throws {
        let (codes, change) = Self.changes[index]
        var strength: Float = 1
        while strength < 40 {
            let outcome = try Self.outcome { change($0, strength) }
            guard outcome.isAccepted else {
                #expect(strength > 1 && codes.contains(outcome.problem ?? ""), "\(strength): \(outcome.line)")
                return
            }
            strength *= 1.2
        }
        Issue.record("it was accepted to the end")
    }

    @Test func goodAndHopelessPhotographs() throws {
        #expect(try Self.outcome { $0 }.line == "a.jpg: accepted")
        #expect(try Self.outcome { Self.halves($0) }.problem == "several_faces")
        #expect(try Self.outcome { $0.changed { _, across in across } }.problem == "no_face")
    }

    @Test func whatIsNoPhotographIsAnOutcomeToo() throws {
        for bytes in [[], Array("hello".utf8), Array(try RealModels.photograph("persons/biden-1.jpg").prefix(900))] {
            #expect(try Self.outcome(bytes).problem == "unusable")
        }
    }
}
