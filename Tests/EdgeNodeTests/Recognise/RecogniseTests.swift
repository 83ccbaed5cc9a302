import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Replication
import Service
import TestSupport
import Testing
import Vision

/// With the real networks and photographs.
@Suite(
    "Recognise",
    .enabled(
        if: Fixtures.exists(Fixtures.packs + "/sface")
            && Fixtures.exists(Fixtures.photographs + "/group-six.jpg"),
        "needs the model packs and sample photographs of deploy/bootstrap"))
struct RecogniseTests {
    private static func tools(_ detector: String) throws -> RecognitionTools {
        try RecognitionTools(VisionOptions(detector: detector, packs: Fixtures.packs, workers: 1))
    }

    private static let persons = Fixtures.photographs + "/persons/"

    /// One photograph each of two people, in a folder of labelled photographs.
    private static func withPeople(_ body: (String) async throws -> Void) async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for (file, label) in [("obama-1.jpg", "obama.jpg"), ("biden-1.jpg", "biden.jpg")] {
                try FileManager.default.copyItem(atPath: persons + file, toPath: folder + "/" + label)
            }
            try await body(folder)
        }
    }

    @Test(
        "Both detectors find the six faces, name the enrolled people elsewhere, and nobody wrongly",
        arguments: [
            "yunet", "mtcnn",
        ])
    func names(detector: String) async throws {
        try await Self.withPeople { people in
            let tools = try Self.tools(detector)
            let known = try await tools.enrol(peopleFolder: people, workers: 1)
            #expect(known.problems.isEmpty)
            let files = [
                "persons/obama-2.jpg", "persons/biden-2.jpg", "group-six.jpg", "strangers/stranger-2.jpg",
            ]
            let results = try await tools.recogniser(known: known.known).recognise(
                files: files.map { Fixtures.photographs + "/" + $0 }, workers: 2)
            let names = try results.map { try $0.outcome.get().map(\.name) }
            #expect(names[0].contains("obama"))
            #expect(names[1].contains("biden"))
            #expect(names[2] == [String?](repeating: nil, count: 6))
            #expect(names[3].allSatisfy { $0 == nil })
        }
    }

    @Test("People are compared without what all of them have in common")
    func whatAllHaveInCommon() async throws {
        try await Self.withPeople { people in
            let tools = try Self.tools("yunet")
            let known = try await tools.enrol(peopleFolder: people, workers: 1).known
            let photograph = Self.persons + "obama-2.jpg"
            let file = try #require(
                try await tools.recogniser(known: known).recognise(files: [photograph], workers: 1).first)
            let named = try #require(try file.outcome.get().first { $0.name == "obama" })
            let probe = try Embedding(
                #require(tools.analyser.analyse(PhotographFile.read(photograph)).first).embedding)
            let centred = Matcher(gallery: known.gallery, isCentred: true).matches(probe)
            #expect(named.similarity == centred.first?.similarity)
            #expect(named.similarity != Matcher(gallery: known.gallery).matches(probe).first?.similarity)
        }
    }

    @Test("Six people cut out of the group photograph get the same names with either detector")
    func namesAgree() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let group = Fixtures.photographs + "/group-six.jpg"
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: group)))
            let found = try await Self.tools("yunet").recogniser(known: nil).recognise(files: [group], workers: 1)
            let boxes = try #require(found.first).outcome.get().map(\.box)
            let names = ["Ada", "Ben", "Chi", "Dan", "Eva", "Fay"]
            let image = try ImageDecoder.decode(bytes)
            for (box, name) in zip(boxes, names) {
                let crop = try #require(image.crop(around: box, margin: 0.5, maximumSide: 400))
                try Data(ImageEncoder.jpeg(crop)).write(to: URL(fileURLWithPath: folder + "/\(name).jpg"))
            }
            for detector in ["yunet", "mtcnn"] {
                let tools = try Self.tools(detector)
                let known = try await tools.enrol(peopleFolder: folder, workers: 1)
                let results = try await tools.recogniser(known: known.known).recognise(files: [group], workers: 1)
                let faces = try #require(results.first).outcome.get()
                #expect(faces.count == 6)
                for face in faces {
                    let index = try #require(boxes.indices.max {
                        boxes[$0].overlap(with: face.box) < boxes[$1].overlap(with: face.box)
                    })
                    #expect(face.name == names[index], "\(detector)")
                }
            }
        }
    }

    @Test("Bad files are reported in their place and the others are still done")
    func badFiles() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: folder + "/empty.jpg"))
            try Data("not a picture".utf8).write(to: URL(filePath: folder + "/text.jpg"))
            let whole = try Data(contentsOf: URL(filePath: Self.persons + "obama-1.jpg"))
            try whole.prefix(whole.count / 2).write(to: URL(filePath: folder + "/cut.jpg"))
            let files = ["empty.jpg", "text.jpg", "cut.jpg", "none.jpg"].map { folder + "/" + $0 }
            let results = try await Self.tools("yunet").recogniser(known: nil).recognise(
                files: files + [Self.persons + "obama-1.jpg"], workers: 2)
            #expect(results.prefix(4).allSatisfy { $0.problem?.isEmpty == false })
            let face = try #require(try results[4].outcome.get().first)
            #expect(face.person == nil && face.similarity == nil)
            let json = try ReportJSON.text(results)
            #expect(json.contains("\"person\":null") && json.contains("\"error\":"))
        }
    }

    @Test("A pack without thresholds can be measured and finds faces; to name somebody it says what to do")
    func withoutThresholds() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            for pack in ["yunet", "sface"] {
                try FileManager.default.copyItem(atPath: Fixtures.packs + "/" + pack, toPath: folder + "/" + pack)
            }
            let manifest = URL(filePath: folder + "/sface/manifest.json")
            let text = try String(contentsOf: manifest, encoding: .utf8)
            try Data(text.replacing("\"thresholds\":", with: "\"once\":").utf8).write(to: manifest)
            let tools = try RecognitionTools(VisionOptions(packs: folder, workers: 1))
            let photograph = Self.persons + "obama-1.jpg"
            #expect(await tools.extractor(workers: 1).references(of: [photograph]).count == 1)
            let faces = try await tools.recogniser(known: nil).recognise(files: [photograph], workers: 1)
            #expect(try faces.first?.outcome.get().count == 1)
            try await Self.withPeople { people in
                let known = try await tools.enrol(peopleFolder: people, workers: 1).known
                let failure = #expect(throws: Failure.self) { try tools.recogniser(known: known) }
                #expect(failure?.message == "The model pack \"sface\" has no thresholds")
            }
        }
    }

    @Test("A gallery of another network is refused by its model id")
    func otherModel() async throws {
        try await Self.withPeople { people in
            try await Fixtures.withTemporaryFolder { folder in
                let known = try await Self.tools("yunet").enrol(peopleFolder: people, workers: 1).known
                try GalleryOutput.write(known.gallery, to: folder + "/gallery.h5")
                #expect(
                    try Self.tools("yunet").known(galleryFile: folder + "/gallery.h5").gallery.root
                        == known.gallery.root)
                let other = try RecognitionTools(
                    VisionOptions(embedder: "dlib-resnet", packs: Fixtures.packs, workers: 1))
                #expect(throws: (any Error).self) { try other.known(galleryFile: folder + "/gallery.h5") }
            }
        }
    }

    @Test("The people of a node's data folder, while the node is running on it")
    func dataFolder() async throws {
        try await Self.withPeople { people in
            try await TestNode.with { node in
                let tools = try Self.tools("yunet")
                #expect(throws: (any Error).self) { try tools.known(dataFolder: node.folder.path) }
                let model = tools.analyser.modelID
                for row in try await tools.enrol(peopleFolder: people, workers: 1).known.gallery.rows() {
                    let person = try node.person("somebody")
                    let sample = node.sample(of: person.id, row.embedding, model: model)
                    let created = node.clock.wall()
                    try await node.store.write { connection in
                        try RosterTable.enrol(
                            Enrolment(person: person, samples: [sample]), created: created, in: connection)
                    }
                }
                let keeper = try GalleryKeeper(
                    folder: node.folder.gallery, store: node.store, model: model, dimension: tools.dimension,
                    clock: node.clock, log: node.log)
                // A reader goes by the machine's clock.
                node.time.setWall(SystemTime().wallMilliseconds())
                let grant = LeaseGrant(key: try #require(node.lease.state.key), days: 20)
                #expect(try await !node.lease.renew(grant))
                try await keeper.open()
                let known = try tools.known(dataFolder: node.folder.path)
                #expect(known.gallery.count == 2)
                #expect(Set(known.names.values) == ["somebody"])
            }
        }
    }

    @Test("A gallery file that names the model but has vectors of another length is refused, not searched")
    func otherDimension() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let tools = try Self.tools("yunet")
            let gallery = try Gallery(
                header: GalleryHeader(
                    model: tools.analyser.modelID, dimension: 2, generation: 1, createdMilliseconds: 0),
                rows: [])
            try GalleryOutput.write(gallery, to: folder + "/g.h5")
            #expect(throws: Failure.self) { try tools.known(galleryFile: folder + "/g.h5") }
        }
    }
}
