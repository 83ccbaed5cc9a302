import Attendance
import Replication
import SQLite

/// What nodes are told of people: everybody under the id that they count under, with the samples of all their ids.
/// Whoever counts as somebody else, or is archived, is not in the feed. Rows of people and samples stay as they came.
enum PeopleFeed {
    /// `formerSections`: what nodes were told of the human before; nil: nothing.
    static func personChanged(
        _ id: PersonID, formerSections: [SectionID]? = nil, in database: Connection
    ) throws {
        let root = try DecisionTable.aliases(in: database).root(of: id)
        guard try !PeopleTable.isArchived(root, in: database), var person = try PeopleTable.person(root, in: database)
        else { return }
        person.sections = try sections(of: root, in: database)
        try FeedTable.append(.person(person), about: root, in: database)
        guard let formerSections, !Set(person.sections).isSubset(of: formerSections),
            try NodeTable.haveScopes(in: database)
        else { return }
        // Nodes that hold the new section alone have passed the samples over.
        try FeedTable.appendAgain(samplesOf: root, in: database)
    }

    /// The sections of all ids of a human, as many as one person may have.
    static func sections(of id: PersonID, in database: Connection) throws -> [SectionID] {
        let family = try DecisionTable.aliases(in: database).family(of: id)
        let all = Set(try family.flatMap { try PeopleTable.sections(of: $0, in: database) })
        return Array(all.sorted().prefix(Limits.sectionsPerPerson))
    }

    static func sampleAdded(_ sample: Sample, in database: Connection) throws {
        let root = try DecisionTable.aliases(in: database).root(of: sample.person)
        guard try !PeopleTable.isArchived(root, in: database) else { return }
        try FeedTable.append(.sample(sample.counted(as: root)), about: root, in: database)
    }

    /// Brings a person who counts as themselves into the feed, with all that was learned about their ids meanwhile.
    static func show(_ id: PersonID, in database: Connection) throws {
        try personChanged(id, in: database)
        guard try !PeopleTable.isArchived(id, in: database) else { return }
        try showSamples(of: id, as: id, in: database)
    }

    /// Hands out all samples of `person` and of whoever was merged into them as those of `root`.
    static func showSamples(of person: PersonID, as root: PersonID, in database: Connection) throws {
        for one in try DecisionTable.aliases(in: database).branch(of: person) {
            for sample in try SampleTable.samples(of: one, in: database) {
                try FeedTable.append(.sample(sample.counted(as: root)), about: root, in: database)
            }
        }
    }

    /// Takes a person and the samples under their id out of the feed.
    static func hide(_ id: PersonID, in database: Connection) throws {
        try FeedTable.append(.personRemoved(id), about: id, in: database)
    }
}

extension Sample {
    fileprivate func counted(as person: PersonID) -> Sample {
        Sample(
            id: id, person: person, model: model, embedding: embedding, quality: quality, origin: origin,
            created: created)
    }
}
