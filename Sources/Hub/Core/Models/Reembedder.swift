import Attendance
import SQLite
import Service
import Vision

/// Makes samples of the site's model from kept crops, by the same gate as from photographs: one person at a time, on
/// one thread, and resting longer than it works, so that nobody waits for it. Each person is one transaction: after a
/// kill it goes on where it was.
package struct Reembedder: Service {
    package let name = "re-embedding"
    let store: HubStore
    let packs: ModelPackStore
    let installed: InstalledModels
    /// Names of model packs.
    let detector: String
    let embedder: String
    let gate: EnrolmentGate
    let log: Log
    let problems: RepeatedErrorLog

    /// What became of one crop.
    package struct Made: Sendable {
        /// The sample that was made of the photograph.
        let source: SampleID
        let outcome: PhotographOutcome
        let sample: Sample?

        package init(source: SampleID, outcome: PhotographOutcome, sample: Sample?) {
            self.source = source
            self.outcome = outcome
            self.sample = sample
        }
    }

    package func run() async throws {
        while true {
            let position = store.feed.position
            do {
                try await catchUp()
                problems.recovered("Kept crops can be read again.")
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                problems.failed("Kept crops could not be read; this is tried again.", error)
            }
            await store.feed.wait(past: position, seconds: HubLimits.reembeddingSeconds)
            // Whole classes are enrolled at a time.
            try await Task.sleep(for: .milliseconds(HubLimits.reembeddingPauseMilliseconds))
        }
    }

    /// Reads every crop that waits.
    package func catchUp() async throws {
        guard try await store.read({ try CropTable.count(in: $0) }) > 0 else { return }
        let installed = try await installed.models()
        guard let own = installed.first(where: { $0.value == embedder })?.key else { return }
        let models = Set(installed.keys)
        let targets = try await store.read { database in
            ReembeddingRules.targets(
                own: own, isComplete: try ModelTable.isComplete(own, in: database),
                used: Set(try ModelTable.counts(in: database).keys), installed: models)
        }
        for model in targets {
            if let pack = installed[model] { try await readAll(by: model, pack) }
        }
    }

    private func readAll(by model: ModelID, _ pack: String) async throws {
        let waiting = try await store.read { try CropTable.waitingCount(model, in: $0) }
        guard waiting > 0 else { return }
        log.info("Samples are made from kept crops.", ["model": model.short, "pack": pack, "crops": waiting])
        // Let go at the end: its networks take memory, and seldom have anything to do.
        let reader = FaceReader(
            packs: packs, detector: detector, embedder: pack, gate: gate, photographsAtOnce: 1, log: log)
        var (position, made, refused) = (SampleID?.none, 0, 0)
        while let next = try await store.read({ [position] in
            try CropTable.next(model, after: position, in: $0)
        }) {
            let start = ContinuousClock.now
            let outcomes = try await read(next.person, by: model, reader)
            made += outcomes.count(where: \.isAccepted)
            refused += outcomes.count(where: { !$0.isAccepted })
            position = next.sample
            try await Task.sleep(for: (ContinuousClock.now - start) * HubLimits.reembeddingRest)
        }
        log.info(
            "Samples were made from kept crops.",
            ["model": model.short, "pack": pack, "samples": made, "without_sample": refused])
    }

    /// Gives what became of the crops.
    private func read(
        _ person: PersonID, by model: ModelID, _ reader: FaceReader
    ) async throws -> [PhotographOutcome] {
        let (crops, known) = try await store.read { database in
            (try CropTable.waiting(model, of: person, limit: HubLimits.photographsPerRequest, in: database),
             try SampleTable.samples(of: person, in: database).filter { $0.model == model }.map(\.embedding))
        }
        let reading = try await reader.read(crops.map { Photograph(file: $0.sample.description, bytes: $0.jpeg) })
        guard reading.model == model else {
            throw HubError(.conflict, "The model pack \(reader.embedder) was exchanged while the hub runs")
        }
        // Whom else a face resembles was asked when the photograph came.
        let sheet = gate.sheet(reading.findings, known: known, review: reading.review)
        var faces = sheet.faces.makeIterator()
        let made = zip(crops, sheet.outcomes).map { crop, outcome in
            let sample = (outcome.isAccepted ? faces.next() : nil).map { face in
                Sample(
                    id: crop.sample.made(again: model), person: person, model: model, embedding: face.embedding,
                    quality: face.quality, origin: .photograph, created: crop.created)
            }
            return Made(source: crop.sample, outcome: outcome, sample: sample)
        }
        try await store.commit { try Self.keep(made, by: model, in: $0) }
        return sheet.outcomes
    }

    /// Stores samples, and that the crops were read. Of a crop that is gone meanwhile, such as with its person, nothing
    /// is stored.
    package static func keep(_ made: [Made], by model: ModelID, in database: Connection) throws {
        for one in made where try CropTable.note(one.outcome, of: one.source, by: model, in: database) {
            if let sample = one.sample { try PeopleTable.insert(sample, in: database) }
        }
    }
}
