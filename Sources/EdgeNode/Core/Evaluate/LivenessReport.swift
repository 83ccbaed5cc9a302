/// What `evaluate liveness` found.
package struct LivenessReport: Sendable, Encodable {
    package struct Attack: Sendable, Encodable {
        package let species: String
        package let presentations: Int
        /// Without a response: no face was found, or the file could not be read (APNRR).
        package let nonResponses: LivenessMetrics.Rate
        package let apcer: LivenessMetrics.Rate
    }

    /// BPCER where the threshold allows no species a higher APCER. Only rates that every species has presentations
    /// enough for: fewer than 1/rate cannot show it.
    package struct Point: Sendable, Encodable {
        package let apcer: Double
        package let threshold: Float
        package let bpcer: LivenessMetrics.Rate
    }

    package static let intervals =
        "exact (Clopper-Pearson), 95 %, as if presentations were independent; "
        + "several of one person are not, so true intervals are wider"
    /// The APCERs that ISO/IEC 30107-3 calls BPCER10, 20 and 100 for.
    static let fixedRates = [0.1, 0.05, 0.01]

    /// Of the scores; nil where there are none, as of a challenge.
    package let threshold: Float?
    package let bonaFidePresentations: Int
    /// BPNRR.
    package let bonaFideNonResponses: LivenessMetrics.Rate
    package let bpcer: LivenessMetrics.Rate
    package let attacks: [Attack]
    /// Of the worst species; nil without attacks.
    package let apcerMaximum: Double?
    package let fixedApcer: [Point]
    package let intervals: String
    package let detector: String
    /// The model pack, or the challenge, that judges.
    package let liveness: String

    package init(
        bonaFide: LivenessMetrics.Presentations, attacks: [(name: String, scores: LivenessMetrics.Presentations)],
        threshold: Float?, detector: String, liveness: String
    ) {
        self.threshold = threshold
        let accepted = threshold ?? LivenessMetrics.passed
        self.detector = detector
        self.liveness = liveness
        intervals = Self.intervals
        bonaFidePresentations = bonaFide.all
        bonaFideNonResponses = LivenessMetrics.Rate(bonaFide.withoutResponse, of: bonaFide.all)
        bpcer = LivenessMetrics.bpcer(bonaFide, at: accepted)
        self.attacks = attacks.map { name, presentations in
            Attack(
                species: name, presentations: presentations.all,
                nonResponses: LivenessMetrics.Rate(presentations.withoutResponse, of: presentations.all),
                apcer: LivenessMetrics.apcer(presentations, at: accepted))
        }
        apcerMaximum = self.attacks.compactMap(\.apcer.share).max()
        let judged = attacks.map(\.scores).filter { !$0.scores.isEmpty }
        let fewest = judged.map(\.scores.count).min() ?? 0
        // Rounding must not take away the rate that just so can be shown.
        fixedApcer = (threshold == nil ? [] : Self.fixedRates).filter { $0 * Double(fewest) > 1 - 1e-9 }.map { rate in
            let threshold = LivenessMetrics.threshold(atAPCER: rate, judged)
            return Point(apcer: rate, threshold: threshold, bpcer: LivenessMetrics.bpcer(bonaFide, at: threshold))
        }
    }
}
