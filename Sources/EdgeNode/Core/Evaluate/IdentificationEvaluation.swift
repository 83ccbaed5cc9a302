/// Open-set identification: who of the gallery is this, if anybody?
///
/// In each trial `gallery` people are drawn among those whom the plan admits, and `enrol`
/// photographs of each are enrolled; the rest of theirs are the mated searches. Everybody with a single
/// photograph is a stranger and is searched in every trial. A photograph without a face has similarity −1
/// to everybody.
package struct IdentificationEvaluation: Sendable {
    package struct Plan: Sendable {
        /// People in the gallery; nil takes all with enough photographs.
        package var gallery: Int? = 40
        package var enrol = 3
        /// People with fewer photographs are left out; one more than are enrolled is the least.
        package var photographs = 1
        package var trials = 20
        package var seed: UInt64 = 1
        package var aggregation = PersonAggregation.template
        /// Whether what the people of a gallery have in common is subtracted (`GalleryCentre`).
        package var isCentred = false
        package var falsePositiveRates = [0.01, 0.003, 0.001]

        package init() {}

        func admits(_ photographs: Int) -> Bool {
            photographs > enrol && photographs >= self.photographs
        }
    }

    /// What the searches of all trials gave.
    package struct Searches: Sendable {
        package var mated: [MatedSearch] = []
        /// Best similarity of each stranger's search.
        package var strangers: [Float] = []
        package var gallery = 0
    }

    private let images: LabelledImages
    private let plan: Plan

    package init(images: LabelledImages, plan: Plan) {
        self.images = images
        self.plan = plan
    }

    /// Throws `EvaluationError.unfit` when there are too few people for the plan, or no strangers.
    package func run(_ extractor: FaceExtractor, models: ModelNames) async throws -> IdentificationReport {
        let wanted = try Self.photographs(in: images, plan)
        let found = await extractor.photographs(wanted)
        let dimension = try Self.dimension(of: found.values.lazy.compactMap(\.enrolled).first)
        let searches = Self.search(
            images.people.map { $0.paths.map { found[$0] ?? .withoutFace } }, dimension: dimension, plan)
        return report(searches, failures: wanted.count - found.count, models)
    }

    /// The paths that the plan may need. Throws as `check`.
    static func photographs(in images: LabelledImages, _ plan: Plan) throws -> [String] {
        try check(images.people.map(\.paths.count), plan)
        return images.people.filter { $0.paths.count == 1 || plan.admits($0.paths.count) }.flatMap(\.paths)
    }

    /// Of one of the embeddings. Throws `EvaluationError.unfit` where there is none.
    static func dimension(of embedding: [Float]?) throws -> Int {
        guard let embedding else {
            throw EvaluationError.unfit(
                "No face was found in any photograph", advice: "Check the folder of images.")
        }
        return embedding.count
    }

    /// Throws `EvaluationError.unfit` when people with these numbers of photographs are too few for the
    /// plan.
    static func check(_ counts: [Int], _ plan: Plan) throws {
        let enrollable = counts.count(where: plan.admits)
        guard enrollable >= max(plan.gallery ?? 1, 1) else {
            let least = max(plan.enrol + 1, plan.photographs)
            throw EvaluationError.unfit(
                "\(enrollable) people have \(least) photographs or more, too few for the gallery",
                advice: "Choose a smaller --gallery, --enrol or --photographs.")
        }
        guard counts.contains(1) else {
            throw EvaluationError.unfit(
                "Nobody has a single photograph, so there are no strangers",
                advice: "Add people with one photograph each.")
        }
    }

    /// All searches of all trials. `people`: each person's photographs.
    package static func search(_ people: [[ProbedPhotograph]], dimension: Int, _ plan: Plan) -> Searches {
        let strangers = people.filter { $0.count == 1 }.flatMap { $0[0].probes }
        let candidates = people.indices.filter { plan.admits(people[$0].count) }
        var generator = SplitMix64(seed: plan.seed)
        var result = Searches()
        result.gallery = min(plan.gallery ?? candidates.count, candidates.count)
        for _ in 0..<plan.trials {
            let drawn = candidates.shuffled(using: &generator).prefix(result.gallery)
            let photographs = drawn.map { (person: $0, shuffled: people[$0].shuffled(using: &generator)) }
            let gallery = PersonSearch(
                people: photographs.map { person, shuffled in
                    (person, plan.aggregation.rows(of: shuffled.prefix(plan.enrol).compactMap(\.enrolled)))
                }, dimension: dimension, isCentred: plan.isCentred)
            for (person, shuffled) in photographs {
                result.mated += shuffled.dropFirst(plan.enrol).flatMap(\.probes).map { mated(person, $0, in: gallery) }
            }
            result.strangers += strangers.map { gallery.best(of: $0)?.similarity ?? -1 }
        }
        return result
    }

    private static func mated(_ person: Int, _ looks: [[Float]], in gallery: PersonSearch) -> MatedSearch {
        guard let best = gallery.best(of: looks) else {
            return MatedSearch(person: person, similarity: -1, isRight: false)
        }
        return MatedSearch(
            person: person, similarity: best.similarity, isRight: best.person == person, lead: best.lead)
    }

    private func report(_ searches: Searches, failures: Int, _ models: ModelNames) -> IdentificationReport {
        let points = plan.falsePositiveRates.map { rate in
            let point = IdentificationMetrics.point(
                falsePositiveRate: rate, mated: searches.mated, strangers: searches.strangers, seed: plan.seed
            )
            return IdentificationReport.Point(
                fpir: rate, threshold: point.threshold, fnir: point.falseNegativeRate,
                fnirCi95: [point.interval.lowerBound, point.interval.upperBound],
                lead001: IdentificationMetrics.lead(
                    losing: 0.001, mated: searches.mated, threshold: point.threshold))
        }
        return IdentificationReport(
            points: points, rank1Error: IdentificationMetrics.rankOneError(searches.mated),
            matedSearches: searches.mated.count, nonmatedSearches: searches.strangers.count,
            gallery: searches.gallery, enrol: plan.enrol, trials: plan.trials, seed: plan.seed,
            matedPeople: Set(searches.mated.map(\.person)).count,
            strangers: searches.strangers.count / max(plan.trials, 1), score: plan.aggregation.rawValue,
            centred: plan.isCentred, failuresToAcquire: failures, intervals: PersonBootstrap.method, models: models)
    }
}
