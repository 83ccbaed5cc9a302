import Attendance
import SQLite

/// What the radar looks at, as it was at one moment: everybody under the id that they count under.
struct RadarFacts: Sendable {
    struct Subject: Hashable, Sendable {
        let person: PersonID
        let model: ModelID
    }

    static let dayMilliseconds: Int64 = 86_400_000

    /// By model, as nodes compare them.
    let faces: [ModelID: [LookAlikes.Face]]
    /// Days since the latest sample was made.
    let days: [Subject: [ScoreTrend.Day]]

    /// `from`: since when sightings count, milliseconds since 1970 UTC.
    static func read(
        _ thresholds: FaceThresholds, among samples: KnownSamples, from: Int64, in database: Connection
    ) throws -> RadarFacts {
        let aliases = try DecisionTable.aliases(in: database)
        let present = Set(try PeopleTable.presentIDs(in: database))
        let samples = try samples.all(in: database).filter {
            thresholds.search($0.model) != nil && present.contains(aliases.root(of: $0.person))
        }
        let bySubject = Dictionary(grouping: samples) {
            Subject(person: aliases.root(of: $0.person), model: $0.model)
        }
        var faces: [ModelID: [LookAlikes.Face]] = [:]
        for (subject, samples) in bySubject.sorted(by: { $0.key.person < $1.key.person }) {
            let sections = try PeopleFeed.sections(of: subject.person, in: database)
            guard let face = LookAlikes.Face(
                person: subject.person, sections: sections, samples: samples.map(\.embedding))
            else { continue }
            faces[subject.model, default: []].append(face)
        }
        for (model, all) in faces where thresholds.search(model)?.isCentred ?? false {
            faces[model] = centred(all)
        }
        let enrolled = bySubject.mapValues { samples in
            (samples.map(\.created).max() ?? 0) / dayMilliseconds
        }
        var days: [Subject: [Int64: ScoreTrend.Day]] = [:]
        try SightingTable.forEachDay(from: from, in: database) { person, model, day in
            let subject = Subject(person: aliases.root(of: person), model: model)
            guard let since = enrolled[subject], day.day > since else { return }
            days[subject, default: [:]].merge(CollectionOfOne((day.day, day))) { $0.joined(with: $1) }
        }
        return RadarFacts(faces: faces, days: days.mapValues { Array($0.values) })
    }

    /// Templates of another dimension than the first are left out, as they are in a node's gallery.
    private static func centred(_ faces: [LookAlikes.Face]) -> [LookAlikes.Face] {
        guard let dimension = faces.first?.template.count else { return [] }
        let faces = faces.filter { $0.template.count == dimension }
        let centre = GalleryCentre(of: faces.map(\.template), dimension: dimension)
        return faces.map { $0.centred(by: centre) }
    }
}

extension ScoreTrend.Day {
    /// The same day of another id of one person.
    fileprivate func joined(with other: Self) -> Self {
        let all = sightings + other.sightings
        let sum = mean * Double(sightings) + other.mean * Double(other.sightings)
        return ScoreTrend.Day(day: day, mean: sum / Double(all), sightings: all)
    }
}
