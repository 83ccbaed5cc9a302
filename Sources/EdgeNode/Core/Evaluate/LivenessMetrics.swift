/// Error rates of presentation attack detection as ISO/IEC 30107-3 names them, from scores.
package enum LivenessMetrics {
    /// The score of a challenge that was passed.
    static let passed: Float = 1

    /// Scores of one kind of presentation: nil where there was no response (no face was found, or the file could not
    /// be read). What got no response is no error, and is counted by itself.
    package struct Presentations: Sendable {
        package let scores: [Float]
        package let all: Int

        package init(_ scores: [Float?]) {
            self.scores = scores.compactMap(\.self)
            all = scores.count
        }

        /// Of a challenge: whether it was passed.
        package init(passed: [Bool?]) {
            self.init(passed.map { $0.map { $0 ? LivenessMetrics.passed : 0 } })
        }

        package var withoutResponse: Int { all - scores.count }

        /// How many are taken for live ones.
        package func accepted(at threshold: Float) -> Int { scores.count { $0 >= threshold } }
    }

    /// So many of so many, with its exact 95 % interval. Of none the share is not known: nil.
    package struct Rate: Sendable, Encodable, Equatable {
        package let errors: Int
        package let of: Int
        package let share: Double?
        package let ci95: [Double]

        package init(_ errors: Int, of count: Int) {
            self.errors = errors
            of = count
            share = count > 0 ? Double(errors) / Double(count) : nil
            let interval = BinomialInterval.clopperPearson(successes: errors, of: count, confidence: 0.95)
            ci95 = [interval.lowerBound, interval.upperBound]
        }
    }

    /// Attack presentation classification error rate of one species.
    package static func apcer(_ attacks: Presentations, at threshold: Float) -> Rate {
        Rate(attacks.accepted(at: threshold), of: attacks.scores.count)
    }

    /// Bona fide presentation classification error rate.
    package static func bpcer(_ bonaFide: Presentations, at threshold: Float) -> Rate {
        Rate(bonaFide.scores.count - bonaFide.accepted(at: threshold), of: bonaFide.scores.count)
    }

    /// The lowest threshold at which no species has a higher APCER than `rate`.
    package static func threshold(atAPCER rate: Double, _ species: [Presentations]) -> Float {
        species.map { ScoreThreshold.lowest(allowing: rate, of: $0.scores) }.reduce(0, max)
    }
}
