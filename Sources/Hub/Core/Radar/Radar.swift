import Attendance
import Service

/// Looks for people who may be confused and for people who should be enrolled again. What was found is kept for a
/// while: it means comparing everybody with everybody, and reading half a year of sightings.
package actor Radar {
    private struct Findings: Sendable {
        let at: Int64
        let feedPosition: Int64
        let alike: [(model: ModelID, accept: Float, pair: LookAlikes.Pair)]
        let ageing: [(subject: RadarFacts.Subject, accept: Float, trend: ScoreTrend)]
    }

    private let store: HubStore
    private let watch: FaceWatch
    private let time: any TimeSource
    private let lanes = WorkLanes("rollcall.radar", width: 1, maximumWaiting: HubLimits.pageItems)
    private var running: Task<Findings, any Error>?
    private var latest: Findings?

    init(store: HubStore, watch: FaceWatch, time: any TimeSource) {
        self.store = store
        self.watch = watch
        self.time = time
    }

    /// Names are read now: whoever was erased meanwhile is not in it.
    func view() async throws -> RadarView {
        let findings = try await findings()
        return try await store.read { database in
            let rulings = Rulings(try DecisionTable.inForce(in: database))
            let present = Set(try PeopleTable.presentIDs(in: database))
            let alike = try findings.alike.compactMap { model, accept, found -> RadarView.Alike? in
                guard found.pair.people.allSatisfy(present.contains),
                    PersonPair(found.pair, under: rulings.aliases) != nil
                else { return nil }
                return RadarView.Alike(
                    people: try found.pair.people.map { try RecordSearch.reference($0, in: database) }, model: model,
                    similarity: ConflictEvidence.rounded(found.similarity), accept: accept, meet: found.meet,
                    toldApart: rulings.areDifferent(found.pair))
            }
            let ageing = try findings.ageing.compactMap { subject, accept, trend -> RadarView.Ageing? in
                guard present.contains(subject.person) else { return nil }
                return RadarView.Ageing(
                    person: try RecordSearch.reference(subject.person, in: database), model: subject.model,
                    first: trend.first, last: trend.last, accept: accept, sightings: trend.sightings, days: trend.days,
                    sinceMilliseconds: trend.since * RadarFacts.dayMilliseconds,
                    throughMilliseconds: trend.through * RadarFacts.dayMilliseconds)
            }
            return RadarView(computedMilliseconds: findings.at, alike: alike, ageing: ageing)
        }
    }

    private func findings() async throws -> Findings {
        if let latest, latest.feedPosition == store.feed.position,
            (0..<HubLimits.radarMilliseconds).contains(time.wallMilliseconds() - latest.at)
        {
            return latest
        }
        if let running { return try await running.value }
        let task = Task { try await look() }
        running = task
        defer { running = nil }
        let found = try await task.value
        latest = found
        return found
    }

    private func look() async throws -> Findings {
        let thresholds = try await watch.thresholds()
        let (now, position, samples) = (time.wallMilliseconds(), store.feed.position, watch.samples)
        let facts = try await store.read { database in
            try RadarFacts.read(
                thresholds, among: samples, from: now - HubLimits.radarPeriodMilliseconds, in: database)
        }
        return try await lanes.run {
            var alike: [(model: ModelID, accept: Float, pair: LookAlikes.Pair)] = []
            for (model, faces) in facts.faces {
                guard let search = thresholds.search(model) else { continue }
                alike += LookAlikes.pairs(of: faces[...], in: faces, accept: search.accept, review: search.review)
                    .map { (model, search.accept, $0) }
            }
            let today = now / RadarFacts.dayMilliseconds
            let ageing = facts.days.compactMap { subject, days in
                ScoreTrend(days, today: today).flatMap { trend in
                    trend.isFalling ? thresholds.search(subject.model).map { (subject, $0.accept, trend) } : nil
                }
            }
            return Findings(
                at: now, feedPosition: position,
                alike: Array(alike.sorted { $0.pair.similarity > $1.pair.similarity }.prefix(HubLimits.radarItems)),
                ageing: Array(ageing.sorted { $0.2.last < $1.2.last }.prefix(HubLimits.radarItems)))
        }
    }
}
