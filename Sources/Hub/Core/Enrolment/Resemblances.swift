import Attendance
import SQLite
import Vision

/// Whom of all others at the site faces resemble.
struct Resemblances: Sendable {
    let store: HubStore
    let watch: FaceWatch

    /// For each face that could be somebody else's the one whom it resembles most.
    /// - Parameters:
    ///   - person: whose faces these are said to be. They do not count, nor does whoever is the same human, or of whom
    ///     somebody said that they are two. nil: somebody new.
    ///   - model: the faces'.
    func find(
        _ faces: [Embedding], of person: PersonID?, model: ModelID
    ) async throws -> [Embedding: EnrolmentGate.Resemblance] {
        let (thresholds, known) = (try await watch.thresholds(), watch.samples)
        guard !faces.isEmpty, let same = thresholds.same(model), let duplicate = thresholds.duplicate(model) else {
            return [:]
        }
        let (samples, rulings) = try await store.read { database in
            (try known.all(in: database), Rulings(try DecisionTable.inForce(in: database)))
        }
        var nearest: [Embedding: (person: PersonID, similarity: Float)] = [:]
        for sample in samples where sample.model == model {
            for face in faces {
                guard let similarity = FaceComparison.similarity(face, sample.embedding),
                    similarity >= same, similarity > nearest[face]?.similarity ?? -1,
                    Self.isSomebodyElse(sample.person, than: person, rulings)
                else { continue }
                nearest[face] = (sample.person, similarity)
            }
        }
        let found = nearest
        let names = try await store.read { database in
            try found.values.reduce(into: [PersonID: String]()) { names, other in
                names[other.person] = try PeopleTable.person(other.person, in: database)?.name
            }
        }
        return found.compactMapValues { other in
            names[other.person].map {
                EnrolmentGate.Resemblance(name: $0, isAlarming: other.similarity >= duplicate)
            }
        }
    }

    private static func isSomebodyElse(_ other: PersonID, than person: PersonID?, _ rulings: Rulings) -> Bool {
        guard let person else { return true }
        guard let pair = PersonPair(PersonPair(person, other), under: rulings.aliases) else { return false }
        return !rulings.areDifferent(pair)
    }
}
