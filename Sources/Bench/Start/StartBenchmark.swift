import Attendance
import EdgeNodeCore
import Foundation
import Service

/// A node's data folder with many people, and starts of the real program on it.
struct StartBenchmark {
    private let hub: String
    private let edge: String
    private let folder: String
    private static let name = "node"
    private static let samplesPerPerson = 3
    /// People whose samples are stored by one transaction.
    private static let peopleAtOnce = 500

    /// `hub`, `edge`: the programs; `folder`: an empty one.
    init(hub: String, edge: String, folder: String) {
        self.hub = hub
        self.edge = edge
        self.folder = folder
    }

    private var data: DataFolder { DataFolder(path: folder + "/" + Self.name) }

    /// Joins a node and enrols the person of `photograph` and the random samples; gives how many samples are matched.
    /// Throws `Failure`.
    func prepare(photograph: String, samples: Int) async throws -> Int {
        let child = try HubChild(program: hub, folder: folder)
        let node = try await BenchNode(
            name: Self.name, address: "https://127.0.0.1:\(child.port)", code: child.token(room: "bench"),
            folder: folder)
        do {
            let recognition = try await node.runtime.recognition()
            try await enrol(samples, recognition.view.eyes, at: node.runtime)
            let reply = try await node.runtime.enroller().enrol(
                EnrolmentSubject(name: "Somebody"), photographs: [try Photograph(path: photograph)])
            guard reply.person != nil else {
                throw Failure(.dataError, "\(photograph): \(reply.photographs.first?.reason ?? "no face")")
            }
            await node.runtime.close()
            return recognition.view.search?.matcher.gallery.count ?? 0
        } catch {
            await node.runtime.close()
            throw error
        }
    }

    private func enrol(_ samples: Int, _ eyes: Eyes, at runtime: NodeRuntime) async throws {
        let rows = try RandomGallery.make(rows: samples, dimension: eyes.analyser.embedder.dimension, model: eyes.model)
            .rows()
        let created = runtime.clock.wall()
        let people = try stride(from: 0, to: rows.count, by: Self.samplesPerPerson).map { first in
            let own = rows[first..<min(first + Self.samplesPerPerson, rows.count)]
            let person = try Person(id: own[first].personID, name: "Person \(first)")
            return try Enrolment(person: person, samples: own.map {
                Sample(
                    id: $0.sampleID, person: person.id, model: eyes.model, embedding: $0.embedding, quality: 0.9,
                    origin: .photograph, created: created)
            })
        }
        for start in stride(from: 0, to: people.count, by: Self.peopleAtOnce) {
            let some = people[start..<min(start + Self.peopleAtOnce, people.count)]
            try await runtime.store.write { connection in
                for enrolment in some { try RosterTable.enrol(enrolment, created: created, in: connection) }
            }
        }
    }

    /// Starts the node several times, each with a folder of its own that holds the photograph; the first time without
    /// compiled networks. Throws `Failure`.
    func run(searched photograph: String, starts: Int) throws -> [StartReport.Start] {
        try (0..<starts).map { index in
            if index == 0 { try FileManager.default.removeItem(atPath: data.networks) }
            let camera = folder + "/camera\(index)"
            try Folder.createPrivate(camera)
            try FileManager.default.copyItem(
                atPath: photograph, toPath: camera + "/" + (photograph as NSString).lastPathComponent)
            return try NodeChild(program: edge, data: data.path, camera: camera).firstIdentification()
        }
    }
}
