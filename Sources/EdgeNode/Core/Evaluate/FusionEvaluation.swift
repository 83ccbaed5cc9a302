/// Is somebody recognised better by a track than by one of its frames? Photographs are enrolled as they are; searches
/// are with frames that were made from other photographs (see `FrameSynthesis`): one by one, and as the tracker follows
/// them, by what was seen until then, with every frame until somebody is recognised.
package struct FusionEvaluation: Sendable {
    private let images: LabelledImages
    private let plan: IdentificationEvaluation.Plan
    private let frames: Int

    /// `frames`: of each track.
    package init(images: LabelledImages, plan: IdentificationEvaluation.Plan, frames: Int) {
        self.images = images
        self.plan = plan
        self.frames = frames
    }

    /// Throws `EvaluationError.unfit` when there are too few people for the plan, or no strangers.
    package func run(_ extractor: FaceExtractor, models: ModelNames) async throws -> FusionReport {
        let wanted = try IdentificationEvaluation.photographs(in: images, plan)
        let tracks = await extractor.tracks(of: wanted, FrameSynthesis(frames: frames), seed: plan.seed)
        let dimension = try IdentificationEvaluation.dimension(
            of: tracks.values.lazy.compactMap(\.photograph).first)
        let each = images.people.map { $0.paths.map { tracks[$0] } }
        let byFrame = search(each, dimension) { $0.frames.map { $0.map { [$0] } ?? [] } }
        let byTrack = search(each, dimension) { [$0.looks] }
        let all = tracks.values
        return FusionReport(
            points: plan.falsePositiveRates.map { rate in
                FusionReport.Point(fpir: rate, frame: side(byFrame, rate), track: side(byTrack, rate))
            },
            framesPerTrack: frames, gallery: byTrack.gallery, enrol: plan.enrol, trials: plan.trials, seed: plan.seed,
            centred: plan.isCentred,
            matedTracks: byTrack.mated.count, matedPeople: Set(byTrack.mated.map(\.person)).count,
            nonmatedTracks: byTrack.strangers.count, strangers: byTrack.strangers.count / max(plan.trials, 1),
            framesWithoutFace: IdentificationMetrics.share(
                all.reduce(0) { $0 + $1.frames.count { $0 == nil } }, of: all.count * frames),
            tracksWithoutFace: IdentificationMetrics.share(all.count { $0.looks.isEmpty }, of: all.count),
            intervals: PersonBootstrap.method, models: models)
    }

    private func search(
        _ people: [[SynthesisedTrack?]], _ dimension: Int, probes: (SynthesisedTrack) -> [[[Float]]]
    ) -> IdentificationEvaluation.Searches {
        IdentificationEvaluation.search(
            people.map { photographs in
                photographs.map { track in
                    track.map { ProbedPhotograph(enrolled: $0.photograph, probes: probes($0)) } ?? .withoutFace
                }
            }, dimension: dimension, plan)
    }

    private func side(_ searches: IdentificationEvaluation.Searches, _ rate: Double) -> FusionReport.Point.Side {
        let point = IdentificationMetrics.point(
            falsePositiveRate: rate, mated: searches.mated, strangers: searches.strangers, seed: plan.seed)
        return FusionReport.Point.Side(
            threshold: point.threshold, fnir: point.falseNegativeRate,
            fnirCi95: [point.interval.lowerBound, point.interval.upperBound])
    }
}
