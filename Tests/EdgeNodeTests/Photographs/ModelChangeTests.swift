import Attendance
import EdgeNodeCore
import Foundation
import Gallery
import Replication
import Service
import Synchronization
import TestSupport
import Testing
import Vision

/// A site that changes its model, at a node with the networks of both (row 22, I7).
@Suite(
    .serialized,
    .enabled(
        if: RealNode.isPossible && Fixtures.exists(Fixtures.packs + "/dlib-resnet/manifest.json"),
        Comment(rawValue: RealNode.whyNot)))
struct ModelChangeTests {
    private struct Site {
        let person: Person
        let (old, new): (SiteModel, SiteModel)
        let (oldSample, newSample): (Sample, Sample)

        init() throws {
            var configuration = NodeConfiguration()
            configuration.packs = Fixtures.packs
            let loader = try ModelLoader(configuration: configuration, environment: [:])
            let person = try Person(id: PersonID(UUID()), name: "Obama")
            func learn(_ pack: String) throws -> (SiteModel, Sample) {
                let analyser = try loader.load(pack).eyes.analyser
                let face = try #require(
                    try analyser.analyse(try RealNode.photograph("persons/obama-1.jpg").bytes).first)
                let sample = Sample(
                    id: SampleID(UUID()), person: person.id, model: analyser.modelID,
                    embedding: try Embedding(face.embedding), quality: 0.9, origin: .photograph, created: 1)
                return (try SiteModel(id: analyser.modelID, name: pack), sample)
            }
            self.person = person
            (old, oldSample) = try learn("sface")
            (new, newSample) = try learn("dlib-resnet")
        }

        var complete: SiteModel { get throws { try SiteModel(id: new.id, name: new.name, isComplete: true) } }
    }

    /// The models by which people were identified at the hub, in order.
    private func models(_ node: RealNode) -> [ModelID] {
        node.hub.operations.compactMap { operation in
            guard case .event(let event) = operation.content, case .identification(let seen) = event.observation
            else { return nil }
            return seen.model
        }
    }

    private func whileItRuns(_ node: RealNode, _ body: (NodeRuntime) async throws -> Void) async throws {
        let runtime = try await node.runtime()
        let services = try await NodeServices.make(runtime, cameras: [.folder(node.camera)], untilIdle: false)
        let group = ServiceGroup(services, log: Log(sink: node.sink), handlesSignals: false)
        try await whileRunning({ try await group.run() }) { try await body(runtime) }
    }

    private func status(_ runtime: NodeRuntime) async throws -> StatusReply {
        try await ControlClient.with(folder: runtime.folder, environment: [:], log: .silent) { try await $0.status() }
    }

    @Test(.timeLimit(.minutes(5))) func everybodyIsRecognisedAllTheWayThrough() async throws {
        try await RealNode.with { node in
            let site = try Site()
            node.hub.state.withLock {
                $0.feed = [.person(site.person), .sample(site.oldSample), .model(site.new)]
            }
            try await whileItRuns(node) { runtime in
                try node.put("persons/obama-2.jpg")
                try await eventually("recognised by the old model") { models(node) == [site.old.id] }
                try await eventually("the node says why it waits") {
                    try await status(runtime).modelProblem?.contains("0 of 1 people") == true
                }
                #expect(try await status(runtime).model == site.old.id)
                // The new samples come, and the hub does not say yet that they are all.
                node.hub.state.withLock { $0.feed.append(.sample(site.newSample)) }
                try await eventually("the sample is here") {
                    try await status(runtime).modelProblem?.contains("1 of 1 people") == true
                }
                try node.put("persons/obama-3.jpg")
                try await eventually("still by the old one") { models(node) == [site.old.id, site.old.id] }

                node.hub.state.withLock { [complete = try! site.complete] in $0.feed.append(.model(complete)) }
                try await eventually("the change") { try await status(runtime).model == site.new.id }
                #expect(try await status(runtime).modelProblem == nil)
                try node.put("persons/obama-2.jpg", as: "again.jpg")
                // The same bytes are no new photograph.
                try node.put("persons/obama-rgba.png")
                try await eventually("by the new one") { models(node).last == site.new.id }
                #expect(node.seenAtHub().people.keys.map { $0 } == [site.person.id])
                #expect(try Folder.files(in: node.folder.gallery).count == 1)
            }
            // Also after a restart, and whatever node.json says of the model before.
            let runtime = try await node.runtime { $0.embedder = "sface" }
            let view = try await runtime.recognition().view
            #expect(view.eyes.model == site.new.id && view.search?.matcher.gallery.header.model == site.new.id)
            await runtime.close()
        }
    }

    @Test(.timeLimit(.minutes(5))) func aModelThatIsNotInstalledChangesNothing() async throws {
        try await RealNode.with { node in
            let site = try Site()
            let unknown = try ModelID(String(repeating: "c", count: 64))
            let strange = try SiteModel(id: unknown, name: "strange", isComplete: true)
            // The name of an installed pack, and another model's id.
            let renamed = try SiteModel(id: strange.id, name: "dlib-resnet", isComplete: true)
            node.hub.state.withLock {
                $0.feed = [.person(site.person), .sample(site.oldSample), .model(strange)]
            }
            try await whileItRuns(node) { runtime in
                for model in [strange, renamed] {
                    node.hub.state.withLock { $0.feed.append(.model(model)) }
                    try await eventually("the node says that \(model.name) is missing") {
                        let problem = try await status(runtime).modelProblem
                        return problem?.contains("not installed") == true && problem?.contains(model.name) == true
                    }
                }
                try node.put("persons/obama-2.jpg")
                try await eventually("recognised as before") { models(node) == [site.old.id] }
            }
            let report = await Doctor(
                folder: node.folder, options: VisionOptions(packs: Fixtures.packs), cameras: []).examine()
            let finding = report.findings.first { $0.check == "site model" }
            #expect(finding?.verdict == .warn && finding?.found.contains("not installed") == true)
        }
    }

    /// However often one looks while the node goes over, networks and gallery are of one model.
    @Test(.timeLimit(.minutes(5))) func nobodySeesHalfAChange() async throws {
        try await RealNode.with { node in
            let site = try Site()
            let runtime = try await node.runtime()
            let keeper = try await runtime.recognition().keeper
            let announced = try site.complete
            try await Roster(store: runtime.store).apply(
                [.person(site.person), .sample(site.oldSample), .sample(site.newSample), .model(announced)],
                cursor: Cursor(text: "x"), reset: false)
            await keeper.publish()
            var configuration = NodeConfiguration()
            configuration.packs = Fixtures.packs
            let (eyes, dimension) = try ModelLoader(configuration: configuration, environment: [:]).load("dlib-resnet")
            // What was pulled does not add up yet, or another model was announced meanwhile: no change.
            #expect(try await !keeper.change(to: eyes, dimension: dimension, announced: announced))
            let checkpoint = try await runtime.store.read { try RosterTable.checkpoint(in: $0) }
            #expect(try await Roster(store: runtime.store).verify(checkpoint))
            #expect(try await !keeper.change(to: eyes, dimension: dimension, announced: site.new))
            await keeper.publish()
            #expect(keeper.matcher?.gallery.header.model == site.old.id)

            let seen = Mutex<Set<ModelID>>([])
            try await whileRunning({
                while !Task.isCancelled {
                    // Making a view of two models traps.
                    let view = keeper.view
                    if let eyes = view.eyes, view.search?.matcher != nil { seen.withLock { _ = $0.insert(eyes.model) } }
                    await Task.yield()
                }
            }) {
                try await eventually("the old one was seen") { seen.withLock { $0 == [site.old.id] } }
                #expect(try await keeper.change(to: eyes, dimension: dimension, announced: announced))
                try await eventually("both were seen") { seen.withLock { $0 == [site.old.id, site.new.id] } }
            }
            await keeper.publish()
            #expect(keeper.matcher?.gallery.sampleIDs == [site.newSample.id])
            await runtime.close()
        }
    }
}
