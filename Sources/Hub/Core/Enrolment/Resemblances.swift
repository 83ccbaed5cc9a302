import Attendance
import SQLite
import Vision

/// Whom of all others at the site a face resembles.
struct Resemblances: Sendable {
    let store: HubStore
    let watch: FaceWatch

    /// Everybody but one, as they were at one moment.
    struct Others: Sendable {
        fileprivate let people: [(name: String, samples: [Sample])]
        fileprivate let model: ModelID
        fileprivate let thresholds: FaceThresholds

        /// The one whom the embedding resembles most, if it could be they.
        func most(like embedding: Embedding) -> EnrolmentGate.Resemblance? {
            guard let same = thresholds.same(model), let duplicate = thresholds.duplicate(model) else { return nil }
            let best = people.compactMap { name, samples in
                samples.compactMap { FaceComparison.similarity(embedding, $0.embedding) }.max().map { (name, $0) }
            }.max { $0.1 < $1.1 }
            guard let (name, similarity) = best, similarity >= same else { return nil }
            return EnrolmentGate.Resemblance(name: name, isAlarming: similarity >= duplicate)
        }
    }

    /// Leaves out whoever is the same human as `person`, and of whom somebody said that they are two.
    func others(than person: PersonID?, model: ModelID) async throws -> Others {
        let thresholds = try await watch.thresholds()
        guard thresholds.same(model) != nil else { return Others(people: [], model: model, thresholds: thresholds) }
        let people = try await store.read { database in
            let rulings = Rulings(try DecisionTable.inForce(in: database))
            let samples = try SampleTable.all(of: model, in: database).filter { sample in
                guard let person else { return true }
                guard let pair = PersonPair(PersonPair(person, sample.person), under: rulings.aliases) else {
                    return false
                }
                return !rulings.areDifferent(pair)
            }
            let names = try PeopleTable.names(in: database)
            return Dictionary(grouping: samples, by: \.person).map { id, samples in
                (name: names[id] ?? "somebody without a name", samples: samples)
            }
        }
        return Others(people: people, model: model, thresholds: thresholds)
    }
}
