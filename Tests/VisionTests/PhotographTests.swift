import Foundation
import TestSupport
import Testing
import Vision

@Suite(.enabled(if: RealModels.areThere, "\(RealModels.reason)"))
struct PhotographTests {
    @Test(arguments: ["yunet", "mtcnn"])
    func sixFacesAreFoundInTheGroupPhotograph(detector: String) throws {
        let faces = try RealModels.analyser(detector).analyse(RealModels.photograph("group-six.jpg"))
        #expect(faces.count == 6)
        for face in faces {
            // Eyes above the nose above the mouth, left of right, all inside the box.
            let points = face.face.landmarks
            #expect(points.leftEye.x < points.rightEye.x && points.leftMouth.x < points.rightMouth.x)
            #expect(points.leftEye.y < points.nose.y && points.nose.y < points.rightMouth.y)
            let box = face.face.box.grown(by: 0.05)
            #expect(points.points.allSatisfy { $0.x > box.x && $0.x < box.right && $0.y > box.y && $0.y < box.bottom })
            #expect(face.quality.interPupillaryPixels > 20)
        }
    }

    /// Two detectors that share no code and no weights see the same faces in the same places. On turned heads they
    /// place the landmarks up to 0.4 of the eyes' distance apart; they still name the same person.
    @Test func theDetectorsAgree() throws {
        let bytes = try RealModels.photograph("group-six.jpg")
        let threshold = try #require(RealModels.analyser().embedder.thresholds).accept
        let first = try RealModels.analyser("yunet").analyse(bytes)
        let second = try RealModels.analyser("mtcnn").analyse(bytes)
        for face in first {
            let twin = try #require(second.max {
                $0.face.box.overlap(with: face.face.box) < $1.face.box.overlap(with: face.face.box)
            })
            #expect(twin.face.box.overlap(with: face.face.box) > 0.6)
            #expect(RealModels.similarity(face.embedding, twin.embedding) > threshold)
            for (point, other) in zip(face.face.landmarks.points, twin.face.landmarks.points) {
                let distance = hypot(point.x - other.x, point.y - other.y)
                #expect(distance < 0.45 * face.quality.interPupillaryPixels)
            }
        }
    }

    @Test(arguments: ["yunet", "mtcnn"], ["sface", "dlib-resnet"])
    func theSamePersonIsRecognisedAndAnotherIsNot(detector: String, embedder: String) throws {
        let analyser = try RealModels.analyser(detector, embedder)
        let threshold = try #require(analyser.embedder.thresholds).review
        func largest(_ name: String) throws -> AnalysedFace {
            let faces = try analyser.analyse(RealModels.photograph("persons/\(name).jpg"))
            return try #require(faces.max { $0.face.box.area < $1.face.box.area }, "no face in \(name)")
        }
        let known = try largest("obama-1")
        for name in ["obama-2", "obama-3", "obama-partial-1", "obama-partial-2"] {
            let similarity = RealModels.similarity(known.embedding, try largest(name).embedding)
            #expect(similarity > threshold, "\(name): \(similarity)")
        }
        for name in ["biden-1", "biden-2"] {
            let similarity = RealModels.similarity(known.embedding, try largest(name).embedding)
            #expect(similarity < threshold, "\(name): \(similarity)")
        }
        #expect(abs(RealModels.similarity(known.embedding, known.embedding) - 1) < 1e-4)
        #expect(known.embedding.count == analyser.embedder.dimension)
    }

    /// However small the picture is decoded, places are told in pixels of the original.
    @Test func placesAreInOriginalPixels() throws {
        let bytes = try RealModels.photograph("persons/obama-2.jpg")
        let full = try RealModels.analyser(decodeSide: 100_000)
        let small = try RealModels.analyser(decodeSide: 500)
        let (whole, shrunk) = (try full.decode(bytes), try small.decode(bytes))
        #expect(whole.scale == 1 && shrunk.scale < 1)
        #expect(whole.originalWidth == shrunk.originalWidth && whole.originalHeight == shrunk.originalHeight)
        let (first, second) = (try #require(full.analyse(whole).first), try #require(small.analyse(shrunk).first))
        #expect(first.face.box.overlap(with: second.face.box) > 0.85)
        #expect(RealModels.similarity(first.embedding, second.embedding) > 0.8)
        let ratio = first.quality.interPupillaryPixels / second.quality.interPupillaryPixels
        #expect(abs(ratio - 1) < 0.05)
        let crop = try #require(shrunk.crop(around: second.face.box, maximumSide: 200))
        #expect(crop.longerSide <= 200 && crop.longerSide > 100)
    }

    @Test func manyThreadsGetTheSameAnswer() async throws {
        let analyser = try RealModels.analyser()
        let decoded = try analyser.decode(RealModels.photograph("group-six.jpg"))
        let expected = try analyser.analyse(decoded).map(\.face.box)
        try await withThrowingTaskGroup(of: [Box].self) { group in
            for _ in 0..<6 { group.addTask { try analyser.analyse(decoded).map(\.face.box) } }
            for try await boxes in group { #expect(boxes == expected) }
        }
    }

    /// Also sizes smaller than a network's window.
    @Test(arguments: ["yunet", "mtcnn"])
    func everySizeOfImageIsTaken(detector: String) throws {
        let analyser = try RealModels.analyser(detector)
        let portrait = try analyser.decode(RealModels.photograph("strangers/stranger-3.jpg")).image
        for side in [600, 500, 420, 330, 260, 200, 150, 110, 90] {
            let resized = portrait.resized(width: side * 4 / 5, height: side)
            #expect(try analyser.analyse(DecodedImage(resized)).count == 1, "\(detector) at \(side)")
        }
        for (width, height) in [(1, 1), (11, 11), (3, 900), (900, 3)] {
            let flat = Image(width: width, height: height, pixels: [UInt8](repeating: 120, count: width * height * 3))
            #expect(try analyser.analyse(DecodedImage(flat)).isEmpty)
        }
    }

    /// The network made from dlib's file computes what dlib computes.
    @Test func dlibResnetAgreesWithDlib() throws {
        struct Reference: Decodable { let embedding: [Float] }
        let file = Fixtures.checkout + "/Tests/VisionTests/Resources/dlib-resnet-synthetic.json"
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        let pixels = (0..<150 * 150 * 3).map { (index: Int) -> UInt8 in
            let (x, y, channel) = (index / 3 % 150, index / 450, index % 3)
            return UInt8((x * 7 + y * 13 + channel * 29) % 256)
        }
        let image = Image(width: 150, height: 150, pixels: pixels)
        let pack = try ModelPackStore(folders: [Fixtures.packs]).load("dlib-resnet")
        var options = InferenceOptions()
        options.precision = .float32
        let embedder = try FaceEmbedder(pack: pack, engine: RealModels.engine.get(), options: options)
        let found = try #require(try embedder.embed([image], as: .probe).first)
        let length = RealModels.similarity(reference.embedding, reference.embedding).squareRoot()
        let worst = zip(found.values, reference.embedding).map { abs($0 - $1 / length) }.max()
        #expect(try #require(worst) < 1e-5)
        #expect(abs(found.length / length - 1) < 1e-3)
    }

    @Test func qualityFallsWithBlurDarknessAndSize() throws {
        let analyser = try RealModels.analyser()
        let portrait = try analyser.decode(RealModels.photograph("persons/obama-1.jpg")).image
        func quality(_ image: Image) throws -> FaceQuality {
            try #require(analyser.analyse(DecodedImage(image)).max { $0.face.box.area < $1.face.box.area }).quality
        }
        let good = try quality(portrait)
        #expect(good.score > 0.9)
        let small = portrait.resized(width: portrait.width / 16, height: portrait.height / 16)
        let blurred = try quality(small.resized(width: portrait.width, height: portrait.height))
        #expect(blurred.sharpness < good.sharpness / 4 && blurred.score < good.score)
        let tiny = try quality(small)
        #expect(tiny.interPupillaryPixels < 12 && tiny.score < 0.3)
        let dark = try quality(
            Image(width: portrait.width, height: portrait.height, pixels: portrait.pixels.map { $0 / 8 }))
        #expect(dark.brightness < 30 && dark.score < good.score)
    }

    @Test func stagesAreTimed() throws {
        let timer = StageTimer()
        _ = try RealModels.analyser().analyse(RealModels.photograph("group-six.jpg"), timer: timer)
        let measured = timer.measured()
        #expect(Set(measured.keys) == Set(StageTimer.Stage.allCases))
        #expect(measured.values.allSatisfy { $0.calls == 1 && $0.milliseconds > 0 })
    }
}
