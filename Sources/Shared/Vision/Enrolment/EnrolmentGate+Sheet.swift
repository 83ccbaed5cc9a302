import Attendance

extension EnrolmentGate {
    /// What becomes of everything that is to enrol one person.
    package struct Sheet: Sendable {
        /// One for each finding, in its order.
        package let outcomes: [PhotographOutcome]
        /// Those that may become samples.
        package let faces: [EnrolmentFace]
    }

    /// Somebody of the site who is enrolled as another person, and how similar a face is to them.
    package struct Resemblance: Sendable {
        package let name: String
        /// They may be the same human, which others have to find out.
        package let isAlarming: Bool

        package init(name: String, isAlarming: Bool) {
            self.name = name
            self.isAlarming = isAlarming
        }
    }

    /// Judges what is left of the findings together: those that show somebody else than the others go.
    /// - Parameters:
    ///   - known: the person's samples that stand already, of the same model.
    ///   - review: similarity below which two faces are hardly one person's; nil: the model's pack has no thresholds,
    ///     and the faces are not compared.
    ///   - resemblance: whom of all others an embedding resembles.
    package func sheet(
        _ findings: [EnrolmentFinding], known: [Embedding], review: Float?,
        resemblance: (Embedding) -> Resemblance? = { _ in nil }
    ) -> Sheet {
        let found = findings.map { try? $0.result.get() }
        // Whoever sent a sample said which model made it.
        let dimension = found.lazy.compactMap { $0?.embedding.dimension }.first
        let outliers = Set(review.map { review in
            Agreement.outliers(
                of: found.map { $0.map { Agreement.Face(embedding: $0.embedding, quality: $0.quality) } },
                known: known.filter { $0.dimension == dimension }, least: review)
        } ?? [])
        var outcomes: [PhotographOutcome] = []
        var faces: [EnrolmentFace] = []
        for (index, finding) in findings.enumerated() {
            switch finding.result {
            case .failure(let refusal):
                outcomes.append(PhotographOutcome(file: finding.name, isAccepted: false, problem: refusal.problem))
            case .success(let face):
                let other = resemblance(face.embedding)
                guard !outliers.contains(index) else {
                    outcomes.append(PhotographOutcome(
                        file: finding.name, isAccepted: false, problem: .unlikeOthers(resembles: other?.name)))
                    continue
                }
                let doubt = other.flatMap { $0.isAlarming ? EnrolmentProblem.resembles($0.name) : nil }
                outcomes.append(PhotographOutcome(
                    file: finding.name, isAccepted: true, problem: doubt ?? face.advice))
                faces.append(face)
            }
        }
        return Sheet(outcomes: outcomes, faces: faces)
    }
}
